namespace FineTune.Tokenizers;

/// <summary>Where a class finds its vocabulary: in tokenizer.json, otherwise in the file the class had before that.</summary>
internal sealed class TokenizerSource(TokenizerFolder folder, JsonPart? tokenizerFile)
{
    /// <summary>Gets the file the vocabulary is read from.</summary>
    public string File => folder.TokenizerFile ?? folder.VocabularyFile!;

    public Dictionary<string, int> WordPieces() => tokenizerFile is JsonPart file
        ? ModelReader.Vocabulary(file["model"], "WordPiece")
        : VocabularyFile.Read(folder.Vocabulary(".txt") ?? OtherText() ?? throw Throw.OtherVocabulary(folder.VocabularyFile!, "vocab.txt"));

    /// <summary>Tokens and merges of byte pair encoding.</summary>
    public (Vocabulary Vocabulary, BpeMerges Merges) BytePairs()
    {
        if (tokenizerFile is JsonPart file)
        {
            Vocabulary stored = new(ModelReader.Vocabulary(file["model"], "BPE"));
            return (stored, ModelReader.Merges(file["model"], stored, ""));
        }

        string path = folder.Vocabulary(".json") ?? throw Throw.OtherVocabulary(folder.VocabularyFile!, "vocab.json and merges.txt");
        Vocabulary vocabulary = new(ModelReader.Vocabulary(JsonFile.Read(path)));
        return (vocabulary, MergesFile.Read(folder.MergesFile ?? throw Throw.NoMerges(path), vocabulary));
    }

    /// <summary>Tokens and scores of a unigram model.</summary>
    public UnigramVocabulary Scores()
    {
        if (tokenizerFile is not JsonPart file)
        {
            return SentencePieceModel.Read(
                folder.Vocabulary(".model") ?? throw Throw.OtherVocabulary(folder.VocabularyFile!, "a SentencePiece model"));
        }

        JsonPart model = file["model"];
        return ModelReader.TypeOf(model) == "Unigram"
            ? new UnigramVocabulary(ModelReader.Scores(model["vocab"]), ComponentReader.FindPrecompiled(file))
            : model.Wrong<UnigramVocabulary>("a Unigram model");
    }

    /// <summary>The post-processor of tokenizer.json, if there is one.</summary>
    public PostProcessor? StoredPostProcessor() =>
        tokenizerFile?.Find("post_processor") is JsonPart part ? ComponentReader.PostProcessor(part) : null;

    /// <summary>Takes over the truncation and padding stored in tokenizer.json.</summary>
    public void ReadSettings(TokenizerBackend backend)
    {
        if (tokenizerFile is JsonPart file)
            backend.ReadSettings(file);
    }

    /// <summary>A vocabulary that was named by its own path may have any name.</summary>
    private string? OtherText() => (folder.Vocabulary(".json") ?? folder.Vocabulary(".model")) is null ? folder.VocabularyFile : null;
}
