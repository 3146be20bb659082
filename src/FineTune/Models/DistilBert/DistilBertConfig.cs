namespace FineTune;

/// <summary>The sizes of a DistilBERT model, under its own names. For BERT use <see cref="BertConfig"/>.</summary>
public sealed record DistilBertConfig : PretrainedConfig
{
    private static readonly Dictionary<string, object?> Defaults = new()
    {
        ["activation"] = "gelu",
        ["attention_dropout"] = 0.1,
        ["bos_token_id"] = null,
        ["dim"] = 768,
        ["dropout"] = 0.1,
        ["eos_token_id"] = null,
        ["hidden_dim"] = 3072,
        ["initializer_range"] = 0.02,
        ["max_position_embeddings"] = 512,
        ["n_heads"] = 12,
        ["n_layers"] = 6,
        ["pad_token_id"] = 0,
        ["qa_dropout"] = 0.1,
        ["seq_classif_dropout"] = 0.2,
        ["sinusoidal_pos_embds"] = false,
        ["tie_word_embeddings"] = true,
        ["vocab_size"] = 30522,
    };

    private static readonly Dictionary<string, string> AttributeMap = new()
    {
        ["hidden_size"] = "dim",
        ["num_attention_heads"] = "n_heads",
        ["num_hidden_layers"] = "n_layers",
    };

    /// <summary>Initializes a configuration of the published base model's sizes.</summary>
    public DistilBertConfig()
        : base("distilbert", Defaults, AttributeMap)
    {
    }

    /// <summary>Gets the activation function inside a layer, by the reference's name. Default "gelu".</summary>
    public string Activation
    {
        get => Get<string>("activation");
        init => Set("activation", value);
    }

    /// <summary>Gets the dropout rate of the attention probabilities. Default 0.1.</summary>
    public double AttentionDropout
    {
        get => Get<double>("attention_dropout");
        init => Set("attention_dropout", value);
    }

    /// <summary>Gets the size of a token's vector, C. Default 768.</summary>
    public int Dim
    {
        get => Get<int>("dim");
        init => Set("dim", value);
    }

    /// <summary>Gets the dropout rate of the embeddings and of a layer's feed-forward part. Default 0.1.</summary>
    public double Dropout
    {
        get => Get<double>("dropout");
        init => Set("dropout", value);
    }

    /// <summary>Gets the size of the vector inside a layer's feed-forward part. Default 3072.</summary>
    public int HiddenDim
    {
        get => Get<int>("hidden_dim");
        init => Set("hidden_dim", value);
    }

    /// <summary>Gets the number of attention heads of a layer, H. Default 12.</summary>
    public int NHeads
    {
        get => Get<int>("n_heads");
        init => Set("n_heads", value);
    }

    /// <summary>Gets the number of layers. Default 6.</summary>
    public int NLayers
    {
        get => Get<int>("n_layers");
        init => Set("n_layers", value);
    }

    /// <summary>Gets the dropout rate of a question answering head; kept for such a head, not used by others. Default 0.1.</summary>
    public double QaDropout
    {
        get => Get<double>("qa_dropout");
        init => Set("qa_dropout", value);
    }

    /// <summary>Gets the dropout rate before the classifier of whole texts. Default 0.2.</summary>
    public double SeqClassifDropout
    {
        get => Get<double>("seq_classif_dropout");
        init => Set("seq_classif_dropout", value);
    }

    /// <summary>Gets whether fresh position embeddings are sines and cosines instead of random numbers. Default false.</summary>
    public bool SinusoidalPosEmbds
    {
        get => Get<bool>("sinusoidal_pos_embds");
        init => Set("sinusoidal_pos_embds", value);
    }

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequirePositive(problems, "dim", "hidden_dim", "max_position_embeddings", "n_heads", "n_layers", "vocab_size");
        RequireProbabilities(problems, "attention_dropout", "dropout", "qa_dropout", "seq_classif_dropout");
        RequireHeadsToDivide(problems, "dim", "n_heads");
        RequirePadToken(problems);
        RequireOneOf(problems, "activation", ActivationModule.Names);
    }
}
