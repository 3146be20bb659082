namespace FineTune.Cli.Serving;

/// <summary>What a text is answered: the best label, and the best few with their scores.</summary>
internal sealed record ClassifyAnswer(string Label, float Score, IReadOnlyList<LabelScore> Scores)
{
    public static ClassifyAnswer Of(IReadOnlyList<ClassificationResult> best) =>
        new(best[0].Label, best[0].Score, [.. best.Select(result => new LabelScore(result.Label, result.Score))]);
}
