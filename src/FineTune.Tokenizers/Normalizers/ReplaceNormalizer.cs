using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Replaces a fixed text by another. What is inserted belongs to the last character it replaces.</summary>
internal sealed class ReplaceNormalizer(string pattern, string content) : INormalizer
{
    private readonly int[] _pattern = ToPoints(pattern);
    private readonly int[] _content = ToPoints(content);

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        if (_pattern.Length == 0)
            return;
        ReadOnlySpan<int> points = text.Points;
        text.BeginRewrite();
        for (int i = 0; i < points.Length;)
        {
            if (!points[i..].StartsWith(_pattern))
            {
                text.Write(points[i++], 0);
                continue;
            }

            for (int dropped = 0; dropped < _pattern.Length; dropped++)
                text.Drop();
            foreach (int point in _content)
                text.Write(point, 1);
            i += _pattern.Length;
        }

        text.EndRewrite();
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "Replace",
        ["pattern"] = new JsonObject { ["String"] = pattern },
        ["content"] = content,
    };

    private static int[] ToPoints(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];
}
