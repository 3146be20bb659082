namespace FineTune;

/// <summary>
/// chrF (Popovic, 2015): the F-score of runs of characters, with recall counting <c>beta</c> times as much as precision, and with
/// <c>word_order</c> 2 of words as well (chrF++, 2017). From 0 to 100, as sacrebleu computes it.
/// </summary>
internal static class ChrF
{
    public static readonly string[] Options =
    [
        nameof(MetricOptions.CharOrder), nameof(MetricOptions.WordOrder), nameof(MetricOptions.Beta), nameof(MetricOptions.Lowercase),
        nameof(MetricOptions.Whitespace), nameof(MetricOptions.EpsSmoothing),
    ];

    /// <summary>What stands for 0 with <c>eps_smoothing</c>.</summary>
    private const double Epsilon = 1e-16;

    /// <summary>Runs of one length: how many the translation and the reference have, and how many both.</summary>
    private readonly record struct Runs(double Translation, double Reference, double Both);

    public static MetricResult Compute(IReadOnlyList<TextRow> rows, MetricOptions options)
    {
        int charOrder = NotNegative(options.CharOrder ?? 6, nameof(MetricOptions.CharOrder));
        int wordOrder = NotNegative(options.WordOrder ?? 0, nameof(MetricOptions.WordOrder));
        int beta = options.Beta ?? 2;
        Runs[] sum = new Runs[charOrder + wordOrder];
        List<Dictionary<string, int>> Count(string text) => Grams(text, charOrder, wordOrder, options);
        foreach ((string prediction, string[] references) in TextRows.Aligned("chrf", rows))
        {
            List<Dictionary<string, int>> grams = Count(prediction);
            Runs[] best = references.Select(reference => Compare(grams, Count(reference))).MaxBy(runs => Score(runs, beta, options))!;
            sum = [.. sum.Zip(best, (a, b) => new Runs(a.Translation + b.Translation, a.Reference + b.Reference, a.Both + b.Both))];
        }

        return new MetricResult("score", Score(sum, beta, options))
            .With("char_order", charOrder)
            .With("word_order", wordOrder)
            .With("beta", beta);
    }

    private static int NotNegative(int value, string option) => value >= 0 ? value : throw MetricError.OutOfRange(option, value, "0 or more");

    private static List<Dictionary<string, int>> Grams(string text, int charOrder, int wordOrder, MetricOptions options)
    {
        string line = options.Lowercase ?? false ? PythonString.Lower(text) : text;
        List<string> characters = PythonString.Characters(options.Whitespace ?? false ? line : string.Concat(PythonString.Split(line)));
        List<string> words = wordOrder > 0 ? Words(line) : [];
        return [
            .. Enumerable.Range(1, charOrder).Select(order => NGrams.Count(characters, order)),
            .. Enumerable.Range(1, wordOrder).Select(order => NGrams.Count(words, order))];
    }

    /// <summary>Words, with one mark of ASCII punctuation at the end, or else at the beginning, set apart.</summary>
    private static List<string> Words(string line)
    {
        List<string> words = [];
        foreach (string word in PythonString.Split(line))
        {
            int cut = PythonString.Characters(word).Count == 1 ? 0
                : AsciiMarks.IsPunctuation(word[^1]) ? word.Length - 1
                : AsciiMarks.IsPunctuation(word[0]) ? 1 : 0;
            words.AddRange(cut == 0 ? [word] : [word[..cut], word[cut..]]);
        }

        return words;
    }

    /// <summary>A length of which the reference has no run does not count against the translation.</summary>
    private static Runs[] Compare(List<Dictionary<string, int>> translation, List<Dictionary<string, int>> reference) =>
        [.. translation.Zip(reference, (a, b) => new Runs(b.Count > 0 ? a.Values.Sum() : 0, b.Values.Sum(), NGrams.Common(a, b)))];

    private static double Score(Runs[] all, int beta, MetricOptions options)
    {
        double factor = (double)beta * beta;
        double F(double precision, double recall) => (1 + factor) * precision * recall / ((factor * precision) + recall);
        if (options.EpsSmoothing ?? false)
        {
            return 100 * all.Sum(runs =>
            {
                double precision = runs.Translation > 0 ? runs.Both / runs.Translation : Epsilon;
                double recall = runs.Reference > 0 ? runs.Both / runs.Reference : Epsilon;
                return (factor * precision) + recall > 0 ? F(precision, recall) : Epsilon;
            }) / all.Length;
        }

        Runs[] counted = [.. all.Where(runs => runs.Translation > 0 && runs.Reference > 0)];
        double meanPrecision = counted.Sum(runs => runs.Both / runs.Translation) / Math.Max(1, counted.Length);
        double meanRecall = counted.Sum(runs => runs.Both / runs.Reference) / Math.Max(1, counted.Length);
        return meanPrecision + meanRecall > 0 ? 100 * F(meanPrecision, meanRecall) : 0;
    }
}
