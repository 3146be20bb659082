namespace FineTune;

/// <summary>The keys of RoBERTa, XLM-RoBERTa and CamemBERT.</summary>
public abstract record RobertaKindConfig : BertKindConfig
{
    private protected RobertaKindConfig(string modelType, int vocabSize = 30522)
        : base(modelType, Differences(vocabSize))
    {
    }

    internal sealed override int LongestText => LongestCounted(PadTokenId ?? 0);

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequireCountedPositions(problems, PadTokenId);
    }

    /// <summary>Describes RoBERTa: positions are counted over the tokens, from behind the padding token's id on.</summary>
    internal EncoderDescription Describe(bool addPoolingLayer)
    {
        EncoderDescription bert = EncoderDescription.Of(this);
        return bert with
        {
            Embeddings = bert.Embeddings with { CountedFrom = PadTokenId, PositionsLast = true },
            Pooler = addPoolingLayer ? bert.Pooler : null,
        };
    }

    private static Dictionary<string, object?> Differences(int vocabSize) => new()
    {
        ["bos_token_id"] = 0,
        ["eos_token_id"] = 2,
        ["pad_token_id"] = 1,
        ["vocab_size"] = vocabSize,
    };
}
