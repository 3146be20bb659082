using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FineTune;

/// <summary>Which weights of a checkpoint fit a model and which do not. Its text is one table; loading a model shows it.</summary>
public sealed partial record LoadReport
{
    /// <summary>Gets the class of the model, such as <c>BertForSequenceClassification</c>.</summary>
    public required string ModelClass { get; init; }

    /// <summary>Gets the folder or model id the checkpoint was loaded from.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the weights the model has and the checkpoint has not: they were drawn anew. In the model's order.</summary>
    public IReadOnlyList<string> MissingKeys { get; init; } = [];

    /// <summary>Gets the weights the checkpoint has and the model has not: they were left out. In natural order.</summary>
    public IReadOnlyList<string> UnexpectedKeys { get; init; } = [];

    /// <summary>Gets the weights of another shape: they were drawn anew, if that was allowed. In the model's order.</summary>
    public IReadOnlyList<MismatchedKey> MismatchedKeys { get; init; } = [];

    /// <summary>Gets whether every weight of the model came from the checkpoint and none was left over.</summary>
    public bool IsComplete => MissingKeys.Count == 0 && UnexpectedKeys.Count == 0 && MismatchedKeys.Count == 0;

    /// <summary>Gets whether weights of the model were drawn anew.</summary>
    internal bool HasFreshWeights => MissingKeys.Count > 0 || MismatchedKeys.Count > 0;

    /// <summary>Gets the report as a table with a note for each status, or one line when everything fits.</summary>
    public override string ToString()
    {
        if (IsComplete)
        {
            return $"{ModelClass} from {Source}: every weight was loaded.";
        }

        List<(string Key, string Status, string Details)> rows =
        [
            .. Rows(UnexpectedKeys.Select(key => (key, string.Empty)), "UNEXPECTED"),
            .. Rows(MissingKeys.Select(key => (key, string.Empty)), "MISSING"),
            .. Rows(MismatchedKeys.Select(key => (key.Key, $"checkpoint {key.CheckpointShape}, model {key.ModelShape}")), "MISMATCH"),
        ];
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{ModelClass} LOAD REPORT from: {Source}\n");
        AppendTable(text, rows);
        AppendNotes(text);
        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, List<(string Key, string Status, string Details)> rows)
    {
        bool details = rows.Exists(row => row.Details.Length > 0);
        int key = rows.Max(row => row.Key.Length);
        int status = rows.Max(row => row.Status.Length);
        int detail = rows.Max(row => row.Details.Length);
        text.Append(Line(("Key".PadRight(key), "Status".PadRight(status), "Details")));
        text.Append(new string('-', key + 1)).Append('+').Append(new string('-', status + 1));
        text.Append(details ? "-+" + new string('-', detail + 1) : string.Empty).Append('\n');
        foreach ((string rowKey, string rowStatus, string rowDetails) in rows)
        {
            text.Append(Line((rowKey.PadRight(key), rowStatus.PadRight(status), rowDetails)));
        }

        string Line((string Key, string Status, string Details) row) =>
            (details ? $"{row.Key} | {row.Status} | {row.Details}" : $"{row.Key} | {row.Status}").TrimEnd() + "\n";
    }

    /// <summary>One row for each group of keys that differ in their numbers only: <c>layer.{0, 1}.weight</c>.</summary>
    private static IEnumerable<(string Key, string Status, string Details)> Rows(IEnumerable<(string Key, string Details)> keys, string status) =>
        keys.GroupBy(key => (Pattern: Index().Replace(key.Key, "*"), key.Details))
            .Select(group => (Merge(group.Key.Pattern, [.. group.Select(key => key.Key)]), status, group.Key.Details));

    private static string Merge(string pattern, IReadOnlyList<string> keys)
    {
        int star = 0;
        return Star().Replace(pattern, _ => Numbers([.. keys.Select(key => int.Parse(Index().Matches(key)[star].Value, CultureInfo.InvariantCulture))], star++));
    }

    private static string Numbers(IEnumerable<int> numbers, int _)
    {
        int[] distinct = [.. numbers.Distinct().Order()];
        return distinct.Length switch
        {
            1 => distinct[0].ToString(CultureInfo.InvariantCulture),
            > 10 => $"{{{distinct[0]}...{distinct[^1]}}}",
            _ => "{" + string.Join(", ", distinct) + "}",
        };
    }

    private void AppendNotes(StringBuilder text)
    {
        text.Append("\nNotes:\n");
        if (UnexpectedKeys.Count > 0)
        {
            text.Append("- UNEXPECTED: in the checkpoint, not in this model; left out. Normal when the checkpoint is of another task.\n");
        }

        if (MissingKeys.Count > 0)
        {
            text.Append("- MISSING: not in the checkpoint; drawn anew. Train the model before you use it.\n");
        }

        if (MismatchedKeys.Count > 0)
        {
            text.Append("- MISMATCH: of another shape in the checkpoint; drawn anew if IgnoreMismatchedSizes is set, an error otherwise.\n");
        }
    }

    [GeneratedRegex(@"(?<=\.)\d+(?=\.|$)")]
    private static partial Regex Index();

    [GeneratedRegex(@"\*")]
    private static partial Regex Star();
}
