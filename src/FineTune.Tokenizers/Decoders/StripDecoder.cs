using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Removes up to so many times a character from the ends of each token.</summary>
internal sealed class StripDecoder(Rune content, int start, int stop) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select(Strip)];

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Strip", ["content"] = content.ToString(), ["start"] = start, ["stop"] = stop };

    private string Strip(string token)
    {
        string character = content.ToString();
        ReadOnlySpan<char> rest = token;
        for (int i = 0; i < start && rest.StartsWith(character); i++)
            rest = rest[character.Length..];
        for (int i = 0; i < stop && rest.EndsWith(character); i++)
            rest = rest[..^character.Length];
        return rest.ToString();
    }
}
