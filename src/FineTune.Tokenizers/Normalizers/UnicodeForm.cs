using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The normal forms NFC, NFD, NFKC and NFKD of the Unicode Standard (annex 15), with alignments.</summary>
internal sealed class UnicodeForm(bool compatible, bool compose) : INormalizer
{
    private const int LastAscii = 0x7F, LastComposed = 0x2FF;

    /// <summary>Gets the code point up to which every text is in this form already: of NFC the last before the combining marks.</summary>
    public int LastUnchanged => compose && !compatible ? LastComposed : LastAscii;

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        if (!text.Points.ContainsAnyExceptInRange(0, LastUnchanged))
            return;
        if (compose)
            Compose(text, compatible);
        else
            Decompose(text, compatible);
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = $"NF{(compatible ? "K" : "")}{(compose ? "C" : "D")}" };

    public static void Decompose(NormalizedText text, bool compatible)
    {
        List<Change> parts = Decomposition(text.Points, compatible);
        text.BeginRewrite();
        foreach (Change part in parts)
            text.Write(part.Point, part.Difference);
        text.EndRewrite();
    }

    private static List<Change> Decomposition(ReadOnlySpan<int> points, bool compatible)
    {
        UnicodeData unicode = UnicodeData.Instance;
        List<Change> result = new(points.Length);
        List<int> parts = [];
        int unordered = 0;
        foreach (int point in points)
        {
            parts.Clear();
            unicode.Decompose(point, compatible, parts);
            for (int i = 0; i < parts.Count; i++)
            {
                int combiningClass = unicode.CombiningClass(parts[i]);
                if (combiningClass == 0)
                {
                    Order(result, unordered);
                    unordered = result.Count + 1;
                }

                result.Add(new(parts[i], i == 0 ? 0 : 1, combiningClass));
            }
        }

        Order(result, unordered);
        return result;
    }

    /// <summary>Sorts the marks from an index on by class, equal ones in their order (insertion: runs are short).</summary>
    private static void Order(List<Change> parts, int from)
    {
        for (int i = from + 1; i < parts.Count; i++)
        {
            Change part = parts[i];
            int j = i;
            for (; j > from && parts[j - 1].CombiningClass > part.CombiningClass; j--)
                parts[j] = parts[j - 1];
            parts[j] = part;
        }
    }

    private static void Compose(NormalizedText text, bool compatible)
    {
        List<Change> parts = Decomposition(text.Points, compatible);
        List<Change> result = new(parts.Count);
        int starter = -1, lastClass = -1;
        foreach (Change part in parts)
        {
            bool blocked = starter < 0 || (lastClass >= 0 && lastClass >= part.CombiningClass);
            int composed = blocked ? -1 : UnicodeData.Instance.Compose(result[starter].Point, part.Point);
            if (composed >= 0)
            {
                Change first = result[starter];
                result[starter] = new(composed, first.Difference + part.Difference - 1, 0);
                continue;
            }

            result.Add(part);
            lastClass = part.CombiningClass;
            if (part.CombiningClass == 0)
                (starter, lastClass) = (result.Count - 1, -1);
        }

        text.BeginRewrite();
        foreach (Change part in result)
            text.Write(part.Point, part.Difference);
        text.EndRewrite();
    }

    private readonly record struct Change(int Point, int Difference, int CombiningClass);
}
