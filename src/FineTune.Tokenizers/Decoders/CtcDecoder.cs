using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Joins what speech models give: repeated tokens count once, padding keeps them apart.</summary>
internal sealed class CtcDecoder(string padToken, string wordDelimiterToken, bool cleanUp) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        List<string> pieces = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i] == tokens[i - 1])
                continue;
            string piece = TextReplacer.Replace(tokens[i], padToken, "");
            if (cleanUp)
                piece = TextReplacer.Replace(WordPieceDecoder.CleanUp(piece), wordDelimiterToken, " ");
            if (piece.Length > 0)
                pieces.Add(piece);
        }

        return pieces;
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "CTC",
        ["pad_token"] = padToken,
        ["word_delimiter_token"] = wordDelimiterToken,
        ["cleanup"] = cleanUp,
    };
}
