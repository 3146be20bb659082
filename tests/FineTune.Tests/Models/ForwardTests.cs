using System.Text.Json;

namespace FineTune.Tests.Models;

public sealed class ForwardTests
{
    public static TheoryData<string> Cases => ModelGolden.Names("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_loss_and_gradients_are_the_references(string name)
    {
        JsonElement golden = ModelGolden.Item("cases", name);
        SafetensorsFile expected = ModelGolden.Case(name);
        PreTrainedModel model = Load(golden);
        long? seed = golden.GetProperty("train_seed").ValueKind == JsonValueKind.Null ? null : golden.GetProperty("train_seed").GetInt64();
        model.Train(seed is not null);
        model.Generator = seed is null ? null : new Generator(seed.Value);

        model.NeftuneNoiseAlpha = golden.GetProperty("neftune").ValueKind == JsonValueKind.Null ? null : golden.GetProperty("neftune").GetDouble();

        SequenceClassifierOutput output = (SequenceClassifierOutput)model.Forward(ModelGolden.Batch(expected));
        string? state = seed is null ? null : ModelGolden.Hash(model.Generator!);
        output.Loss!.Backward();

        Assert.Equal(golden.GetProperty("random_state").GetString(), state);
        Assert.Equal(golden.GetProperty("problem_type").GetString(), ProblemTypeNames.NameOf(model.Config.ProblemType!.Value));

        // The reference's own logits are up to 1.8e-6 from a computation in float64.
        Close(expected.Floats("expected.logits"), output.Logits!.ToArray(), 5e-6);
        Close(expected.Floats("expected.loss"), output.Loss.ToArray(), 1e-6);
        string differences = Differences(expected, model, 1e-5);
        Assert.True(differences.Length == 0, differences);
    }

    private static PreTrainedModel Load(JsonElement golden)
    {
        Dictionary<string, object?> overrides = (Dictionary<string, object?>)ConfigJson.Parse(
            System.Text.Encoding.UTF8.GetBytes(golden.GetProperty("overrides").GetString()!))!;
        bool ignore = overrides.Remove("ignore_mismatched_sizes");
        return AutoModelForSequenceClassification.FromPretrained(
            ModelGolden.Folder(golden.GetProperty("folder").GetString()!), new() { ConfigOverrides = overrides, IgnoreMismatchedSizes = ignore });
    }

    /// <summary>The parameters whose gradient is further away than a share of its norm.</summary>
    private static string Differences(SafetensorsFile expected, PreTrainedModel model, double tolerance)
    {
        // A key's bias shifts every score of a row alike, so its gradient is zero but for rounding: hence the floor.
        double floor = 1e-6 * Math.Sqrt(model.Parameters().Sum(parameter => parameter.Grad is { } grad ? grad.ToArray().Sum(g => (double)g * g) : 0));
        List<string> far = [];
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            if (!expected.Names.Contains("gradient." + name))
            {
                continue;
            }

            float[] wanted = expected.Floats("gradient." + name);
            float[] got = parameter.Grad?.ToArray() ?? new float[parameter.Length];
            double difference = Math.Sqrt(wanted.Zip(got, (a, b) => Math.Pow(a - b, 2)).Sum());
            double norm = Math.Sqrt(wanted.Sum(a => (double)a * a));
            if (!(difference <= (tolerance * norm) + floor))
            {
                far.Add($"{name}: {difference:g3} of {norm:g3}");
            }
        }

        return string.Join("\n", far);
    }

    private static void Close(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"[{i}]: {expected[i]:g9} != {actual[i]:g9}");
        }
    }
}
