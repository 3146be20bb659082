using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Joins tokens with spaces, those with the prefix to the one before.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        string[] pieces = new string[tokens.Count];
        for (int i = 0; i < pieces.Length; i++)
        {
            string token = tokens[i];
            if (i > 0)
                token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            pieces[i] = cleanUp ? CleanUp(token) : token;
        }

        return pieces;
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "WordPiece", ["prefix"] = prefix, ["cleanup"] = cleanUp };

    /// <summary>Removes the spaces before punctuation and in English contractions.</summary>
    public static string CleanUp(string token) => token.Length < 2 || !token.Contains(' ') ? token : token
        .Replace(" .", ".", StringComparison.Ordinal)
        .Replace(" ?", "?", StringComparison.Ordinal)
        .Replace(" !", "!", StringComparison.Ordinal)
        .Replace(" ,", ",", StringComparison.Ordinal)
        .Replace(" ' ", "'", StringComparison.Ordinal)
        .Replace(" n't", "n't", StringComparison.Ordinal)
        .Replace(" 'm", "'m", StringComparison.Ordinal)
        .Replace(" do not", " don't", StringComparison.Ordinal)
        .Replace(" 's", "'s", StringComparison.Ordinal)
        .Replace(" 've", "'ve", StringComparison.Ordinal)
        .Replace(" 're", "'re", StringComparison.Ordinal);
}
