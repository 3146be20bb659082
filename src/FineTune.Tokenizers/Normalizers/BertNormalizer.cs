using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>BERT's normalizer: control characters go, Chinese characters are set apart, accents and capitals go.</summary>
internal sealed record BertNormalizer(bool CleanText, bool HandleChineseChars, bool? StripAccents, bool Lowercase) : INormalizer
{
    /// <summary>Gets whether accents go: as said, otherwise with the capitals.</summary>
    public bool StripsAccents => StripAccents ?? Lowercase;

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        if (CleanText)
            Clean(text);
        if (HandleChineseChars)
            SetChineseApart(text);
        if (StripsAccents)
            Strip(text);
        if (Lowercase)
            LowercaseNormalizer.Apply(text);
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "BertNormalizer",
        ["clean_text"] = CleanText,
        ["handle_chinese_chars"] = HandleChineseChars,
        ["strip_accents"] = StripAccents,
        ["lowercase"] = Lowercase,
    };

    private static void Clean(NormalizedText text)
    {
        UnicodeData unicode = UnicodeData.Instance;
        text.BeginRewrite();
        foreach (int point in text.Points)
        {
            if (unicode.Control.Contains(point))
                text.Drop();
            else
                text.Write(unicode.Space.Contains(point) ? ' ' : point, 0);
        }

        text.EndRewrite();
    }

    private static void SetChineseApart(NormalizedText text)
    {
        text.BeginRewrite();
        foreach (int point in text.Points)
        {
            if (!UnicodeData.IsChinese(point))
            {
                text.Write(point, 0);
                continue;
            }

            text.Write(' ', 0);
            text.Write(point, 1);
            text.Write(' ', 1);
        }

        text.EndRewrite();
    }

    private static void Strip(NormalizedText text)
    {
        UnicodeForm.Decompose(text, compatible: false);
        MarkFilter.Apply(text, UnicodeData.Instance.Nonspacing);
    }
}
