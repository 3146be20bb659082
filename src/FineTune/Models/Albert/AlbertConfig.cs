namespace FineTune;

/// <summary>The sizes of an ALBERT model, whose layers share their weights.</summary>
public sealed record AlbertConfig : EncoderConfig
{
    private static readonly Dictionary<string, object?> Defaults = new()
    {
        ["attention_probs_dropout_prob"] = 0.0,
        ["bos_token_id"] = 2,
        ["classifier_dropout_prob"] = 0.1,
        ["embedding_size"] = 128,
        ["eos_token_id"] = 3,
        ["hidden_act"] = "gelu_new",
        ["hidden_dropout_prob"] = 0.0,
        ["hidden_size"] = 4096,
        ["initializer_range"] = 0.02,
        ["inner_group_num"] = 1,
        ["intermediate_size"] = 16384,
        ["layer_norm_eps"] = 1e-12,
        ["max_position_embeddings"] = 512,
        ["num_attention_heads"] = 64,
        ["num_hidden_groups"] = 1,
        ["num_hidden_layers"] = 12,
        ["pad_token_id"] = 0,
        ["tie_word_embeddings"] = true,
        ["type_vocab_size"] = 2,
        ["vocab_size"] = 30000,
    };

    /// <summary>Initializes a configuration of the published xxlarge model's sizes, as in the reference.</summary>
    public AlbertConfig()
        : base("albert", Defaults)
    {
    }

    /// <summary>Gets the dropout rate before the classifier. Default 0.1.</summary>
    public double ClassifierDropoutProb
    {
        get => Get<double>("classifier_dropout_prob");
        init => Set("classifier_dropout_prob", value);
    }

    /// <summary>Gets the size of a token's vector before the layers. Default 128.</summary>
    public int EmbeddingSize
    {
        get => Get<int>("embedding_size");
        init => Set("embedding_size", value);
    }

    /// <summary>Gets how many layers with weights of their own a group has; all are applied where the group's turn is. Default 1.</summary>
    public int InnerGroupNum
    {
        get => Get<int>("inner_group_num");
        init => Set("inner_group_num", value);
    }

    /// <summary>Gets the number of groups of layers; the layers of a group share their weights. Default 1.</summary>
    public int NumHiddenGroups
    {
        get => Get<int>("num_hidden_groups");
        init => Set("num_hidden_groups", value);
    }

    /// <summary>Gets the number of token types: which text of a pair a token belongs to. Default 2.</summary>
    public int TypeVocabSize
    {
        get => Get<int>("type_vocab_size");
        init => Set("type_vocab_size", value);
    }

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequirePositive(problems, "embedding_size", "inner_group_num", "num_hidden_groups", "type_vocab_size");
        RequireProbabilities(problems, "classifier_dropout_prob");
        if (NumHiddenGroups > NumHiddenLayers)
        {
            problems.Add($"num_hidden_groups is {NumHiddenGroups}, but there are {NumHiddenLayers} layers to share (num_hidden_layers); expected no more.");
        }
    }
}
