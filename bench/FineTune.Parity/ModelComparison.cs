using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Parity;

/// <summary>Loads models that the reference saved, compares their logits with its own, and saves them again (<c>bench/reference/exchange_models.py</c>).</summary>
internal static class ModelComparison
{
    private const double Allowed = 2e-5;
    private const long ShardBytes = 4_000;

    /// <summary>Writes a line for each model that differs, and a last one.</summary>
    /// <returns>Whether none does.</returns>
    public static bool Write(string folder, TextWriter output)
    {
        double worst = 0;
        int failures = 0;
        string[] models = [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)];
        foreach (string path in models)
        {
            JsonNode inputs = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "inputs.json")))!;
            PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(path);
            model.Eval();
            double difference = Difference(model, inputs);
            worst = Math.Max(worst, difference);
            if (!(difference <= Allowed) || !model.LoadReport!.IsComplete)
            {
                failures++;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAIL {Path.GetFileName(path)}: {difference:E1}\n{model.LoadReport}"));
            }

            model.SavePretrained(Path.Combine(path, "ours"));
            model.SavePretrained(Path.Combine(path, "ours-sharded"), ShardBytes);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{models.Length} models of the reference load; logits differ by {worst:E1} at most"));
        return models.Length > 0 && failures == 0;
    }

    private static double Difference(PreTrainedModel model, JsonNode inputs)
    {
        Batch batch = new() { ["input_ids"] = Numbers(inputs["input_ids"]!), ["attention_mask"] = Numbers(inputs["attention_mask"]!) };
        using (AutogradMode.NoGrad())
        {
            Tensor logits = model.Forward(batch).Logits!;
            float[] expected = [.. inputs["logits"]!.AsArray().SelectMany(row => row!.AsArray().Select(value => value!.GetValue<float>()))];
            return logits.Length == expected.Length
                ? logits.ToArray().Zip(expected, (found, wanted) => Math.Abs((double)found - wanted)).Aggregate(0.0, Math.Max)
                : double.NaN;
        }
    }

    private static LongTensor Numbers(JsonNode rows)
    {
        long[][] values = [.. rows.AsArray().Select(row => row!.AsArray().Select(value => value!.GetValue<long>()).ToArray())];
        return new([.. values.SelectMany(row => row)], new Shape(values.Length, values[0].Length));
    }
}
