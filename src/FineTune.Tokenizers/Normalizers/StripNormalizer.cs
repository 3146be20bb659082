using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Removes white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        CodePointSet white = UnicodeData.Instance.White;
        ReadOnlySpan<int> points = text.Points;
        int from = 0, to = points.Length;
        while (left && from < to && white.Contains(points[from]))
            from++;
        while (right && to > from && white.Contains(points[to - 1]))
            to--;

        text.BeginRewrite(from);
        foreach (int point in points[from..to])
            text.Write(point, 0);
        text.EndRewrite();
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Strip", ["strip_left"] = left, ["strip_right"] = right };
}
