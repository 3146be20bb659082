using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Replaces what a pattern finds in each token.</summary>
internal sealed class ReplaceDecoder(IPattern pattern, string content) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select(Replace)];

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Replace", ["pattern"] = pattern.ToJson(), ["content"] = content };

    private string Replace(string token)
    {
        int[] points = CodePoints.Of(token);
        List<PatternMatch> matches = [];
        pattern.FindAll(points, new Word(0, points.Length), matches);
        return string.Concat(matches.Select(match =>
            match.IsMatch ? content : string.Concat(points[match.Start..match.End].Select(char.ConvertFromUtf32))));
    }
}
