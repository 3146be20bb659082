namespace FineTune;

/// <summary>
/// BLEU as Papineni et al. (2002) define it and TensorFlow's translation tutorial computes it: the geometric mean of the shares of right
/// runs, times a penalty for being shorter than the shortest reference. With <c>smooth</c> one is added to both counts (Lin and Och, 2004).
/// </summary>
internal static class Bleu
{
    public static readonly string[] Options = [nameof(MetricOptions.Tokenizer), nameof(MetricOptions.MaxOrder), nameof(MetricOptions.Smooth)];

    public static MetricResult Compute(IReadOnlyList<TextRow> rows, MetricOptions options)
    {
        int maxOrder = options.MaxOrder ?? 4;
        if (maxOrder < 1)
        {
            throw MetricError.OutOfRange(nameof(MetricOptions.MaxOrder), maxOrder, "1 or more");
        }

        Func<string, IReadOnlyList<string>> tokenize = options.Tokenizer ?? MtEval.ThirteenA;
        BleuCounts counts = new(maxOrder);
        foreach (TextRow row in rows)
        {
            counts.Add(tokenize(row.Prediction), [.. row.References.Select(tokenize)], (_, lengths) => lengths.Min());
        }

        return Score(counts, options.Smooth ?? false);
    }

    private static MetricResult Score(BleuCounts counts, bool smooth)
    {
        double added = smooth ? 1 : 0;
        double[] precisions = [.. counts.Matches.Zip(counts.Totals, (matches, total) => total + added > 0 ? (matches + added) / (total + added) : 0)];
        double mean = precisions.Min() > 0 ? Math.Exp(precisions.Sum(precision => 1.0 / precisions.Length * Math.Log(precision))) : 0;
        bool isEmpty = counts.TranslationLength == 0 || counts.ReferenceLength == 0;
        double ratio = isEmpty ? 0 : (double)counts.TranslationLength / counts.ReferenceLength;
        double penalty = isEmpty ? 0 : ratio > 1 ? 1 : Math.Exp(1 - (1 / ratio));
        return new MetricResult("bleu", mean * penalty)
            .With("precisions", precisions)
            .With("brevity_penalty", penalty)
            .With("length_ratio", ratio)
            .With("translation_length", counts.TranslationLength)
            .With("reference_length", counts.ReferenceLength);
    }
}
