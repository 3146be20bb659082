using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Lower case, code point by code point (a final sigma is an ordinary one).</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    private const int DottedI = 0x130;

    /// <inheritdoc/>
    public void Normalize(NormalizedText text) => Apply(text);

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Lowercase" };

    public static void Apply(NormalizedText text)
    {
        UnicodeData unicode = UnicodeData.Instance;
        if (!text.Points.Contains(DottedI))
        {
            for (int i = 0; i < text.Length; i++)
                text.Set(i, Lower(text.Points[i], unicode));
            return;
        }

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

    private static int Lower(int point, UnicodeData unicode) =>
        point >= 0x80 ? unicode.ToLower(point) : point is >= 'A' and <= 'Z' ? point | 0x20 : point;
}
