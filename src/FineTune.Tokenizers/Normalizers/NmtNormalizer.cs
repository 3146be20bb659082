using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The cleaning of neural machine translation: control characters go, and what looks like a space becomes one.</summary>
internal sealed class NmtNormalizer : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        text.BeginRewrite();
        foreach (int point in text.Points)
        {
            if (IsRemoved(point))
                text.Drop();
            else
                text.Write(IsSpace(point) ? ' ' : point, 0);
        }

        text.EndRewrite();
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Nmt" };

    private static bool IsRemoved(int c) =>
        c is (>= 0x1 and <= 0x8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F;

    private static bool IsSpace(int c) =>
        c is '\t' or '\n' or '\f' or '\r' or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD;
}
