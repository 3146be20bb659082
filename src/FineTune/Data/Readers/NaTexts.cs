namespace FineTune.Data;

/// <summary>The texts that stand for a missing value.</summary>
internal sealed class NaTexts
{
    private static readonly string[] s_default =
    [
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN",
        "None", "n/a", "nan", "null",
    ];

    private readonly HashSet<string> _texts;

    public NaTexts(CsvOptions options) =>
        _texts = new HashSet<string>([.. options.KeepDefaultNa ?? true ? s_default : [], .. options.NaValues ?? []], StringComparer.Ordinal);

    public string?[] Apply(List<string> texts)
    {
        string?[] values = new string?[texts.Count];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = _texts.Contains(texts[row]) ? null : texts[row];
        }

        return values;
    }
}
