namespace FineTune;

/// <summary>
/// BLEU as sacrebleu computes it (Post, 2018): from 0 to 100, the length of the nearest reference, smoothed, tokens made here and not by
/// the caller, so that scores of different papers can be compared.
/// </summary>
internal static class SacreBleu
{
    public static readonly string[] Options =
    [
        nameof(MetricOptions.Tokenize), nameof(MetricOptions.Lowercase), nameof(MetricOptions.SmoothMethod), nameof(MetricOptions.SmoothValue),
        nameof(MetricOptions.UseEffectiveOrder),
    ];

    private const int MaxOrder = 4;

    /// <summary>The logarithm of 0, as sacrebleu has it: small enough that any mean with it is none.</summary>
    private const double LogOfZero = -9999999999;

    public static MetricResult Compute(IReadOnlyList<TextRow> rows, MetricOptions options)
    {
        Func<string, IReadOnlyList<string>> way = MtEval.Named(options.Tokenize ?? "13a");
        IReadOnlyList<string> Tokens(string text) => way(PythonString.TrimEnd(options.Lowercase ?? false ? PythonString.Lower(text) : text));
        BleuCounts counts = new(MaxOrder);
        foreach ((string prediction, string[] references) in TextRows.Aligned("sacrebleu", rows))
        {
            counts.Add(Tokens(prediction), [.. references.Select(Tokens)], Nearest);
        }

        return Score(counts, options);
    }

    /// <summary>The length nearest to the translation's; of two as near the shorter.</summary>
    private static int Nearest(int length, IEnumerable<int> lengths) => lengths.OrderBy(other => Math.Abs(other - length)).ThenBy(other => other).First();

    private static MetricResult Score(BleuCounts counts, MetricOptions options)
    {
        double penalty = counts.TranslationLength >= counts.ReferenceLength ? 1
            : counts.TranslationLength > 0 ? Math.Exp(1 - ((double)counts.ReferenceLength / counts.TranslationLength)) : 0;
        double[] precisions = new double[MaxOrder];
        int order = counts.Matches.Any(matches => matches > 0) ? Precisions(counts, precisions, options) : 0;
        double logs = precisions.Take(order).Sum(precision => precision == 0 ? LogOfZero : Math.Log(precision));
        return new MetricResult("score", order == 0 ? 0 : penalty * Math.Exp(logs / order))
            .With("counts", counts.Matches)
            .With("totals", counts.Totals)
            .With("precisions", precisions)
            .With("bp", penalty)
            .With("sys_len", counts.TranslationLength)
            .With("ref_len", counts.ReferenceLength);
    }

    /// <summary>Fills in the share of right runs of each length, and gets how many lengths count.</summary>
    private static int Precisions(BleuCounts counts, double[] precisions, MetricOptions options)
    {
        SmoothMethod method = options.SmoothMethod ?? SmoothMethod.Exp;
        double value = options.SmoothValue ?? (method == SmoothMethod.AddK ? 1 : 0.1);
        bool effective = options.UseEffectiveOrder ?? false;
        int order = effective ? 0 : MaxOrder;
        double halves = 1;
        for (int i = 0; i < MaxOrder; i++)
        {
            double added = method == SmoothMethod.AddK && i > 0 ? value : 0;
            counts.Matches[i] += added;
            counts.Totals[i] += added;
            if (counts.Totals[i] == 0)
            {
                break;
            }

            order = effective ? i + 1 : order;
            bool isNone = counts.Matches[i] == 0;
            halves *= isNone && method == SmoothMethod.Exp ? 2 : 1;
            double matches = !isNone ? counts.Matches[i] : method switch
            {
                SmoothMethod.Exp => 1 / halves,
                SmoothMethod.Floor => value,
                _ => 0,
            };
            precisions[i] = 100 * matches / counts.Totals[i];
        }

        return order;
    }
}
