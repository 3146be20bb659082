namespace FineTune;

/// <summary>The sizes of a RoBERTa model; <see cref="PretrainedConfig.MaxPositionEmbeddings"/> counts the rows of the table, two more than a text may have tokens.</summary>
public sealed record RobertaConfig : RobertaKindConfig
{
    /// <summary>Initializes a configuration of the reference's default sizes.</summary>
    public RobertaConfig()
        : base("roberta", vocabSize: 50265)
    {
    }
}
