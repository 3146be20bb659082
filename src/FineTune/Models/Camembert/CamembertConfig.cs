namespace FineTune;

/// <summary>The sizes of a CamemBERT model: RoBERTa for French.</summary>
public sealed record CamembertConfig : RobertaKindConfig
{
    /// <summary>Initializes a configuration of the reference's default sizes.</summary>
    public CamembertConfig()
        : base("camembert")
    {
    }
}
