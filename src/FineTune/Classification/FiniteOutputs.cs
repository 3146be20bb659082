using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Refuses a model whose outputs are no numbers: the label of the first would look like an answer.</summary>
internal static class FiniteOutputs
{
    /// <summary>Takes the best of all of a text's labels.</summary>
    /// <exception cref="RunException">A score is not a number.</exception>
    public static IReadOnlyList<ClassificationResult> Best(Module model, IReadOnlyList<ClassificationResult> all, int? topK, string text)
    {
        const int Shown = 60;
        return all.All(result => float.IsFinite(result.Score)) ? [.. all.Take(topK ?? int.MaxValue)]
            : throw Refusal(model, JsonText.WriteLine(text.Length > Shown ? text[..Shown] + "..." : text));
    }

    /// <exception cref="RunException">An output of a row is not a number.</exception>
    public static void Require(Module model, Tensor outputs, TaskSplit split)
    {
        int width = outputs.Shape.Rank > 1 ? outputs.Shape[^1] : 1;
        ReadOnlySpan<float> all = outputs.Span;
        if (!NonFiniteOutput.IsFinite(outputs.Span))
        {
            int row = 0;
            while (NonFiniteOutput.IsFinite(all.Slice(row * width, width)))
            {
                row++;
            }

            throw Refusal(model, $"row {row} of {split.File}");
        }
    }

    private static RunException Refusal(Module model, string what) => new(
        $"The model's output for {what} is not a number: "
        + (FirstWeight(model) is { } name
            ? $"the weights of {name} are not finite. They are damaged, or training diverged: copy the model again, or train it again with a lower --learning_rate."
            : "its weights are finite, but what is computed with them is too large. Check config.json, and that weights and configuration belong together."));

    private static string? FirstWeight(Module model) => model.NamedParameters()
        .Where(pair => !NonFiniteOutput.IsFinite(pair.Parameter.Span))
        .Select(pair => pair.Name)
        .FirstOrDefault();
}
