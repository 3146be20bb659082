using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Writes predictions, a JSON object a row.</summary>
internal static class PredictionLines
{
    public static IEnumerable<string> Of(LabelSet labels, Tensor logits)
    {
        int width = logits.Shape[-1];
        for (int row = 0; row < logits.Shape[0]; row++)
        {
            JsonObject line = new() { ["index"] = row };
            Fill(line, labels, logits.Span.Slice(row * width, width));
            yield return JsonText.WriteLine(line);
        }
    }

    private static void Fill(JsonObject line, LabelSet labels, ReadOnlySpan<float> logits)
    {
        if (labels.Problem == ProblemType.Regression)
        {
            line["prediction"] = (double)logits[0];
            return;
        }

        double[] scores = labels.Problem == ProblemType.MultiLabelClassification ? Sigmoid(logits) : Softmax(logits);
        if (labels.Problem == ProblemType.MultiLabelClassification)
        {
            line["labels"] = new JsonArray([.. labels.Names.Where((_, id) => scores[id] > 0.5).Select(name => JsonValue.Create(name))]);
        }
        else
        {
            int best = Array.IndexOf(scores, scores.Max());
            line["label"] = labels.Names[best];
            line["score"] = scores[best];
        }

        line["scores"] = new JsonObject(labels.Names.Select((name, id) => KeyValuePair.Create(name, (JsonNode?)scores[id])));
    }

    private static double[] Sigmoid(ReadOnlySpan<float> logits) => Array.ConvertAll(logits.ToArray(), logit => 1 / (1 + Math.Exp(-logit)));

    private static double[] Softmax(ReadOnlySpan<float> logits)
    {
        float[] all = logits.ToArray();
        float top = all.Max();
        double[] powers = Array.ConvertAll(all, logit => Math.Exp(logit - top));
        double sum = powers.Sum();
        return Array.ConvertAll(powers, power => power / sum);
    }
}
