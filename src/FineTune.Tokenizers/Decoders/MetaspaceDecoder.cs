using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Makes spaces of their replacement, and nothing of those in the first token where one was put before the text.</summary>
internal sealed class MetaspaceDecoder(Rune replacement, PrependScheme prependScheme, bool split) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select((token, i) =>
        token.Replace(replacement.ToString(), i == 0 && prependScheme != PrependScheme.Never ? "" : " ", StringComparison.Ordinal))];

    /// <inheritdoc/>
    public JsonObject ToJson() => MetaspacePreTokenizer.ToJson(replacement, prependScheme, split);
}
