using System.Text.RegularExpressions;

namespace FineTune;

/// <summary>The share of texts that equal their reference, after parts that do not matter are taken out of both.</summary>
internal static class ExactMatch
{
    public static readonly string[] Options =
    [
        nameof(MetricOptions.RegexesToIgnore), nameof(MetricOptions.IgnoreCase), nameof(MetricOptions.IgnorePunctuation),
        nameof(MetricOptions.IgnoreNumbers),
    ];

    public static MetricResult Compute(IReadOnlyList<TextRow> rows, MetricOptions options)
    {
        Regex[] ignored = [.. (options.RegexesToIgnore ?? []).Select(pattern => new Regex(pattern, RegexOptions.CultureInvariant))];
        double right = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            string original = rows[i].References.Count == 1 ? rows[i].References[0] : throw MetricError.OneReference("exact_match", i);
            string prediction = Clean(rows[i].Prediction, ignored, options);

            // Two texts of which nothing is left are equal only if they were.
            bool isRight = prediction == Clean(original, ignored, options) && (prediction.Length > 0 || rows[i].Prediction == original);
            right += isRight ? 1 : 0;
        }

        return new MetricResult("exact_match", right / rows.Count);
    }

    private static string Clean(string text, Regex[] ignored, MetricOptions options)
    {
        string rest = ignored.Aggregate(text, (current, regex) => regex.Replace(current, string.Empty));
        rest = options.IgnoreCase ?? false ? PythonString.Lower(rest) : rest;
        bool punctuation = options.IgnorePunctuation ?? false;
        bool numbers = options.IgnoreNumbers ?? false;
        return string.Concat(rest.Where(character =>
            !(punctuation && AsciiMarks.IsPunctuation(character)) && !(numbers && char.IsAsciiDigit(character))));
    }
}
