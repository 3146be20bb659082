namespace FineTune;

/// <summary>The sizes of an XLM-RoBERTa model: RoBERTa for many languages.</summary>
public sealed record XLMRobertaConfig : RobertaKindConfig
{
    /// <summary>Initializes a configuration of the reference's default sizes.</summary>
    public XLMRobertaConfig()
        : base("xlm-roberta")
    {
    }
}
