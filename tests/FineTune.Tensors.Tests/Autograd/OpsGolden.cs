using System.Text.Json;

namespace FineTune.Tensors.Tests.Autograd;

/// <summary>A case of a file in <c>tests/Goldens/ops</c>.</summary>
internal sealed class OpsGolden
{
    private readonly JsonElement _case;

    public OpsGolden(JsonElement @case) => _case = @case;

    public static OpsGolden Load(string file, params string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(Golden.Text("ops", file));
        JsonElement element = document.RootElement;
        foreach (string step in path)
        {
            element = element.GetProperty(step);
        }

        return new OpsGolden(element.Clone());
    }

    public IEnumerable<OpsGolden> List(string name) => _case.GetProperty(name).EnumerateArray().Select(item => new OpsGolden(item));

    public string Text(string name) => _case.GetProperty(name).GetString()!;

    public double Number(string name) => _case.GetProperty(name).GetDouble();

    public bool Flag(string name) => _case.GetProperty(name).GetBoolean();

    public float[] Floats(string name) => [.. _case.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    public int[] Ints(string name) => [.. _case.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public Shape Shape(string name) => new(Ints(name));

    public LongTensor Longs(string name, params int[] dims) =>
        new([.. _case.GetProperty(name).EnumerateArray().Select(value => value.GetInt64())], new Shape(dims));

    /// <summary>A leaf that wants a gradient.</summary>
    public Tensor Leaf(string name, Shape shape)
    {
        Tensor tensor = Tensor.From(Floats(name), shape);
        tensor.RequiresGrad = true;
        return tensor;
    }

    public Parameter Parameter(string name, params int[] dims) => new(Tensor.From(Floats(name), new Shape(dims)));

    /// <summary>Checks y, then goes back with dy and checks the gradient of every input.</summary>
    public void Check(Tensor y, double tolerance, params (string Name, Tensor Input)[] inputs)
    {
        Close.Assert(Floats("y"), y.Span, tolerance, "y");

        (y * Tensor.From(Floats("dy"), y.Shape)).Sum().Backward();

        foreach ((string name, Tensor input) in inputs)
        {
            Close.Assert(Floats("d" + name), input.Grad!.Span, tolerance, "d" + name);
        }
    }
}
