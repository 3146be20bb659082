using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Replaces what a pattern finds by a text. What is inserted belongs to the last character it replaces.</summary>
internal sealed class ReplaceNormalizer(IPattern pattern, string content) : INormalizer
{
    [ThreadStatic]
    private static List<PatternMatch>? _matches;

    private readonly int[] _content = CodePoints.Of(content);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Normalize(NormalizedText text)
    {
        List<PatternMatch> matches = _matches ??= [];
        matches.Clear();
        pattern.FindAll(text.Points, new Word(0, text.Length), matches);
        if (matches.Count == 0 || (matches.Count == 1 && !matches[0].IsMatch))
            return;
        text.BeginRewrite();
        foreach (PatternMatch match in matches)
        {
            if (!match.IsMatch)
            {
                text.CopyTo(match.End);
                continue;
            }

            text.DropTo(match.End);
            foreach (int point in _content)
                text.Write(point, 1);
        }

        text.EndRewrite();
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Replace", ["pattern"] = pattern.ToJson(), ["content"] = content };
}
