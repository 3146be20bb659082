using System.Text;

namespace FineTune;

/// <summary>
/// ROUGE (Lin, 2004) as Google's rouge_score computes it: F-measures of runs of words (<c>rouge1</c> to <c>rouge9</c>), of the longest
/// common subsequence (<c>rougeL</c>) and of that of each line with all lines (<c>rougeLsum</c>). Of several references the best counts.
/// </summary>
internal static class Rouge
{
    public static readonly string[] Options =
    [
        nameof(MetricOptions.RougeTypes), nameof(MetricOptions.UseStemmer), nameof(MetricOptions.UseAggregator), nameof(MetricOptions.Tokenizer),
    ];

    private static readonly string[] s_types = ["rouge1", "rouge2", "rougeL", "rougeLsum"];

    public static MetricResult Compute(IReadOnlyList<TextRow> rows, MetricOptions options)
    {
        Func<string, IReadOnlyList<string>> tokenize = Once(options.Tokenizer ?? (text => Tokens(text, options.UseStemmer ?? false)));
        MetricResult result = new();
        foreach (string type in options.RougeTypes ?? s_types)
        {
            Func<string, string, double> score = Scorer(type, tokenize);
            double[] scores = [.. rows.Select(row => row.References.Max(reference => score(reference, row.Prediction)))];
            result.Add(options.UseAggregator ?? true ? new MetricResult(type, scores.Sum() / scores.Length) : new MetricResult(type, scores), key => key);
        }

        return result;
    }

    /// <summary>Several scores need the words of a text; it is split once.</summary>
    private static Func<string, IReadOnlyList<string>> Once(Func<string, IReadOnlyList<string>> tokenize)
    {
        Dictionary<string, IReadOnlyList<string>> known = new(StringComparer.Ordinal);
        return text => known.TryGetValue(text, out IReadOnlyList<string>? tokens) ? tokens : known[text] = tokenize(text);
    }

    private static Func<string, string, double> Scorer(string type, Func<string, IReadOnlyList<string>> tokenize) => type switch
    {
        "rougeL" => (reference, prediction) => Subsequences.OfWholes(tokenize(reference), tokenize(prediction)),
        "rougeLsum" => (reference, prediction) => Subsequences.OfLines(Lines(reference, tokenize), Lines(prediction, tokenize)),
        ['r', 'o', 'u', 'g', 'e', >= '1' and <= '9'] => (reference, prediction) => Runs(tokenize(reference), tokenize(prediction), type[^1] - '0'),
        _ => throw MetricError.UnknownRouge(type, s_types),
    };

    private static double Runs(IReadOnlyList<string> reference, IReadOnlyList<string> prediction, int order)
    {
        int both = NGrams.Common(NGrams.Count(reference, order), NGrams.Count(prediction, order));
        return F(both, Math.Max(1, prediction.Count - order + 1), Math.Max(1, reference.Count - order + 1));
    }

    /// <summary>The harmonic mean of the share of the prediction and that of the reference that both have.</summary>
    public static double F(int both, int prediction, int reference)
    {
        double precision = (double)both / prediction;
        double recall = (double)both / reference;
        return both > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    private static IReadOnlyList<string>[] Lines(string text, Func<string, IReadOnlyList<string>> tokenize) =>
        [.. text.Split('\n').Where(line => line.Length > 0).Select(tokenize)];

    /// <summary>Lower-case runs of ASCII letters and digits; everything else, accented letters too, separates. Stems only of more than three.</summary>
    private static List<string> Tokens(string text, bool stem)
    {
        StringBuilder plain = new(PythonString.Lower(text));
        for (int i = 0; i < plain.Length; i++)
        {
            plain[i] = char.IsAsciiLetterLower(plain[i]) || char.IsAsciiDigit(plain[i]) ? plain[i] : ' ';
        }

        List<string> tokens = PythonString.Split(plain.ToString());
        return stem ? tokens.ConvertAll(token => token.Length > 3 ? PorterStemmer.Stem(token) : token) : tokens;
    }
}
