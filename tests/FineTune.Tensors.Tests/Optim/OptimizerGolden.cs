using System.Text.Json;

namespace FineTune.Tests.Optim;

/// <summary>What the reference's optimizers do to three small tensors in twenty steps (make_optimizers.py).</summary>
internal sealed class OptimizerGolden
{
    private static readonly JsonElement Document = JsonDocument.Parse(Golden.Text("optim", "optimizers.json")).RootElement;

    private static readonly JsonElement Papers = JsonDocument.Parse(Golden.Text("optim", "papers.json")).RootElement;

    private readonly JsonElement _case;

    public OptimizerGolden(string name, string file = "optimizers.json")
    {
        _case = (file == "papers.json" ? Papers : Document).GetProperty("cases").GetProperty(name);
        foreach (JsonProperty start in Document.GetProperty("start").EnumerateObject())
        {
            int[] dims = [.. Document.GetProperty("shapes").GetProperty(start.Name).EnumerateArray().Select(dim => dim.GetInt32())];
            Parameters.Add((start.Name, new Parameter(Tensor.From(Floats(start.Value), new Shape(dims)))));
        }
    }

    public List<(string Name, Parameter Parameter)> Parameters { get; } = [];

    public ParameterGroup Group => new(Parameters);

    /// <summary>Takes the twenty steps, and checks the parameters at those the golden has.</summary>
    public void Run(Optimizer optimizer, Action<float[], float[]> equal, bool schedule = true)
    {
        LrScheduler? scheduler = schedule ? LrSchedulers.GetScheduler(SchedulerType.Linear, optimizer, 3, 25) : null;
        int step = 0;
        foreach (JsonElement gradients in Document.GetProperty("gradients").EnumerateArray())
        {
            optimizer.ZeroGrad();
            SetGradients(gradients);
            optimizer.Step();
            scheduler?.Step();
            step++;
            if (_case.GetProperty("steps").TryGetProperty(step.ToString(), out JsonElement expected))
            {
                foreach ((string name, Parameter parameter) in Parameters)
                {
                    Compare(Floats(expected.GetProperty(name)), parameter, equal);
                }
            }
        }

        CompareState(optimizer, equal);
    }

    /// <summary>Gives the parameters the gradients of one step.</summary>
    public void SetGradients(int step) => SetGradients(Document.GetProperty("gradients")[step]);

    public static int StepCount => Document.GetProperty("gradients").GetArrayLength();

    public IReadOnlyDictionary<string, object?> SavedState() => new Dictionary<string, object?>
    {
        ["state"] = _case.GetProperty("state").EnumerateObject().ToDictionary(
            entry => (object)long.Parse(entry.Name),
            entry => (object?)entry.Value.EnumerateObject().ToDictionary(item => item.Name, item => Value(item.Value))),
        ["param_groups"] = _case.GetProperty("param_groups").EnumerateArray()
            .Select(group => (object?)group.EnumerateObject().ToDictionary(item => item.Name, item => Value(item.Value))).ToList(),
    };

    public IEnumerable<string> SavedGroupKeys => _case.GetProperty("param_groups")[0].EnumerateObject().Select(property => property.Name);

    public Dictionary<string, object?> SavedGroup() =>
        _case.GetProperty("param_groups")[0].EnumerateObject().ToDictionary(item => item.Name, item => Value(item.Value));

    public void CompareAveraged(Action<float[], float[]> equal)
    {
        foreach ((string name, Parameter parameter) in Parameters)
        {
            Compare(Floats(_case.GetProperty("averaged").GetProperty(name)), parameter, equal);
        }
    }

    /// <summary>
    /// Equal but for a few units in the last place of the value, or half a unit of that of the tensor's greatest: torch takes roots (and
    /// Adafactor's means) in an order and precision of its own there.
    /// </summary>
    public static void Near(float[] expected, float[] actual)
    {
        double greatest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = (4e-7 * Math.Abs(expected[i])) + (6e-8 * greatest);
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"expected {expected[i]:R}, was {actual[i]:R}");
        }
    }

    public static void Exact(float[] expected, float[] actual) =>
        Assert.Equal(Array.ConvertAll(expected, BitConverter.SingleToInt32Bits), Array.ConvertAll(actual, BitConverter.SingleToInt32Bits));

    private void SetGradients(JsonElement gradients)
    {
        foreach ((string name, Parameter parameter) in Parameters)
        {
            if (gradients.GetProperty(name).ValueKind != JsonValueKind.Null)
            {
                Gradients.Set(parameter, Floats(gradients.GetProperty(name)));
            }
        }
    }

    public void CompareState(Optimizer optimizer, Action<float[], float[]> equal)
    {
        Dictionary<long, object?> state = (Dictionary<long, object?>)optimizer.StateDict()["state"]!;
        Assert.Equal(_case.GetProperty("state").EnumerateObject().Count(), state.Count);
        foreach (JsonProperty entry in _case.GetProperty("state").EnumerateObject())
        {
            OrderedDictionary<string, object?> actual = (OrderedDictionary<string, object?>)state[long.Parse(entry.Name)]!;
            Assert.Equal(entry.Value.EnumerateObject().Select(item => item.Name), actual.Keys.Where(IsSaved));
            foreach (JsonProperty item in entry.Value.EnumerateObject())
            {
                CompareItem(item.Value, actual[item.Name], equal);
            }
        }
    }

    private bool IsSaved(string key) =>
        key != "step" || _case.GetProperty("state").EnumerateObject().Any(entry => entry.Value.TryGetProperty("step", out _));

    private static void CompareItem(JsonElement expected, object? actual, Action<float[], float[]> equal)
    {
        if (expected.ValueKind == JsonValueKind.Object)
        {
            Tensor tensor = Assert.IsAssignableFrom<Tensor>(actual);
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(dim => dim.GetInt32()), tensor.Shape.ToArray());
            Compare(Floats(expected.GetProperty("data")), tensor, equal);
        }
        else
        {
            Assert.Equal(expected.GetDouble(), Convert.ToDouble(actual));
        }
    }

    private static void Compare(float[] expected, Tensor actual, Action<float[], float[]> equal)
    {
        Assert.Equal(expected.Length, actual.Length);
        equal(expected, actual.ToArray());
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny('.', 'e') < 0 ? value.GetInt64() : value.GetDouble(),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        _ => Tensor.From(
            Floats(value.GetProperty("data")),
            new Shape([.. value.GetProperty("shape").EnumerateArray().Select(dim => dim.GetInt32())])),
    };

    private static float[] Floats(JsonElement text) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(text.GetBytesFromBase64()).ToArray();
}
