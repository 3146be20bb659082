using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The last stage, backwards: joins tokens to a text, those with the prefix to the one before.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp)
{
    public string Decode(IReadOnlyList<string> tokens)
    {
        StringBuilder text = new();
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (i > 0)
                token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            text.Append(cleanUp ? CleanUp(token) : token);
        }

        return text.ToString();
    }

    public JsonObject ToJson() => new() { ["type"] = "WordPiece", ["prefix"] = prefix, ["cleanup"] = cleanUp };

    private static string CleanUp(string token) => token.Length < 2 || !token.Contains(' ') ? token : token
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
