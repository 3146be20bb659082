using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Lower case, code point by code point (a final sigma is an ordinary one).</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text) => Apply(text);

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Lowercase" };

    public static void Apply(NormalizedText text)
    {
        UnicodeData unicode = UnicodeData.Instance;
        text.BeginRewrite();
        foreach (int point in text.Points)
        {
            if (UnicodeData.IsDottedI(point))
            {
                text.Write('i', 0);
                text.Write(0x307, 1);
            }
            else
            {
                text.Write(unicode.ToLower(point), 0);
            }
        }

        text.EndRewrite();
    }
}
