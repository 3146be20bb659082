using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Reads the few fields of a SentencePiece model (a protocol buffer, <c>sentencepiece_model.proto</c>) that tokenizers need.</summary>
internal static class SentencePieceModel
{
    private const int Pieces = 1, Trainer = 2, Normalizer = 3;
    private const int UnigramType = 1, Control = 3, UserDefined = 4;

    public static UnigramVocabulary Read(string path)
    {
        byte[] bytes = ReadFile(path);
        try
        {
            return Read(bytes, path);
        }
        catch (InvalidDataException exception)
        {
            throw new TokenizerException($"{path} is not a SentencePiece model: {exception.Message} Download or copy it again.", exception);
        }
    }

    private static UnigramVocabulary Read(byte[] bytes, string path)
    {
        List<(string, double)> tokens = [];
        JsonArray extra = [];
        UnigramVocabulary result = new([], null) { IsSentencePiece = true, UnknownId = 0 };
        Names names = new();
        ProtocolBuffer model = new(bytes);
        while (model.TryRead(out int field))
        {
            if (field == Pieces)
                ReadPiece(new ProtocolBuffer(model.Bytes()), tokens, extra);
            else if (field == Trainer)
                result = ReadTrainer(new ProtocolBuffer(model.Bytes()), result, names, path);
            else if (field == Normalizer)
                result = result with { Precompiled = ReadNormalizer(new ProtocolBuffer(model.Bytes())) };
            else
                model.Skip();
        }

        if (tokens.Count == 0)
            throw new InvalidDataException("It has no pieces.");
        return result with { Tokens = [.. tokens], ExtraTokens = extra, Named = names.ToList() };
    }

    private static void ReadPiece(ProtocolBuffer piece, List<(string, double)> tokens, JsonArray extra)
    {
        string text = "";
        float score = 0;
        int type = 1;
        while (piece.TryRead(out int field))
        {
            if (field == 1)
                text = piece.Text();
            else if (field == 2)
                score = piece.Float();
            else if (field == 3)
                type = piece.Int();
            else
                piece.Skip();
        }

        if (float.IsNaN(score))
            throw new InvalidDataException($"The score of the piece \"{text}\" is not a number.");
        tokens.Add((text, score));
        if (type is Control or UserDefined)
            extra.Add((JsonNode)new JsonObject { ["content"] = text, ["normalized"] = false, ["special"] = type == Control });
    }

    private static UnigramVocabulary ReadTrainer(ProtocolBuffer trainer, UnigramVocabulary result, Names names, string path)
    {
        int type = UnigramType;
        while (trainer.TryRead(out int field))
        {
            switch (field)
            {
                case 3:
                    type = trainer.Int();
                    break;
                case 35:
                    result = result with { ByteFallback = trainer.Int() != 0 };
                    break;
                case 40:
                    result = result with { UnknownId = trainer.Int() };
                    break;
                case 41:
                    names.HasStart = trainer.Int() >= 0;
                    break;
                case 42:
                    names.HasEnd = trainer.Int() >= 0;
                    break;
                case 45:
                    names.Unknown = trainer.Text();
                    break;
                case 46:
                    names.Start = trainer.Text();
                    break;
                case 47:
                    names.End = trainer.Text();
                    break;
                default:
                    trainer.Skip();
                    break;
            }
        }

        return type == UnigramType ? result : throw Throw.NotUnigram(path);
    }

    private static PrecompiledNormalizer? ReadNormalizer(ProtocolBuffer normalizer)
    {
        PrecompiledNormalizer? result = null;
        while (normalizer.TryRead(out int field))
        {
            if (field != 2)
            {
                normalizer.Skip();
                continue;
            }

            ReadOnlySpan<byte> bytes = normalizer.Bytes();
            if (!bytes.IsEmpty)
                result = new(CharacterMap.Read(bytes) ?? throw new InvalidDataException("Its character map is damaged."), Convert.ToBase64String(bytes));
        }

        return result;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return System.IO.File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException($"{path} cannot be read: {exception.Message} Check the path and its permissions.", exception);
        }
    }

    /// <summary>The pieces with a name, as far as they are said, otherwise the usual ones.</summary>
    private sealed class Names
    {
        public bool HasStart { get; set; } = true;

        public bool HasEnd { get; set; } = true;

        public string Unknown { get; set; } = "<unk>";

        public string Start { get; set; } = "<s>";

        public string End { get; set; } = "</s>";

        public IReadOnlyList<(string, string)> ToList()
        {
            List<(string, string)> names = [("unk_token", Unknown)];
            if (HasStart)
                names.Add(("bos_token", Start));
            if (HasEnd)
                names.Add(("eos_token", End));
            return names;
        }
    }
}
