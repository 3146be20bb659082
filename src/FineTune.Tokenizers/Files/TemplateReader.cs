namespace FineTune.Tokenizers;

/// <summary>Reads the TemplateProcessing component.</summary>
internal static class TemplateReader
{
    public static PostProcessor Read(JsonPart part)
    {
        Dictionary<string, SpecialToken> tokens = new(StringComparer.Ordinal);
        foreach ((string name, JsonPart token) in part["special_tokens"].Properties())
        {
            tokens[name] = new SpecialToken(
                token["id"].String(),
                [.. token["ids"].Items().Select(id => id.Int())],
                [.. token["tokens"].Items().Select(text => text.String())]);
        }

        TemplatePiece[] single = Pieces(part["single"], tokens), pair = Pieces(part["pair"], tokens);
        if (single.Count(piece => piece.IsSequence) != 1 || single.Any(piece => piece.IsSequence && piece.Sequence == 1))
            part["single"].Wrong<int>("the sequence A once");
        if (pair.Where(piece => piece.IsSequence).Select(piece => piece.Sequence).ToArray() is not ([0, 1] or [1, 0]))
            part["pair"].Wrong<int>("the sequences A and B once each");
        return PostProcessor.Template(single, pair, tokens);
    }

    private static TemplatePiece[] Pieces(JsonPart part, Dictionary<string, SpecialToken> tokens) =>
        [.. part.Items().Select(item => Piece(item, tokens))];

    private static TemplatePiece Piece(JsonPart part, Dictionary<string, SpecialToken> tokens)
    {
        if (part.Find("SpecialToken") is JsonPart special)
        {
            SpecialToken token = tokens.GetValueOrDefault(special["id"].String())
                ?? special.Wrong<SpecialToken>("the name of one of the special_tokens");
            return new(0, token, special["type_id"].Int());
        }

        JsonPart sequence = part["Sequence"];
        int index = sequence["id"].String() switch
        {
            "A" => 0,
            "B" => 1,
            _ => sequence["id"].Wrong<int>("A or B"),
        };
        return new(index, null, sequence["type_id"].Int());
    }
}
