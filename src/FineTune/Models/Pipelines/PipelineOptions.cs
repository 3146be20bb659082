namespace FineTune;

/// <summary>How <see cref="Pipeline.Create(string, string, PipelineOptions)"/> makes a pipeline. Every member may be left out.</summary>
/// <remarks>
/// A model that <c>finetune train</c> saved remembers how its texts were cut (<c>finetune_inputs.json</c>), and a pipeline cuts them likewise, as
/// <c>finetune predict</c> does.
/// </remarks>
public sealed record PipelineOptions
{
    /// <summary>Gets where the tokenizer is. Default null: where the model is.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Gets revision, subfolder, token and how the Hub is reached. Revision and subfolder are the model's. Default null.</summary>
    public HubOptions? Hub { get; init; }

    /// <inheritdoc cref="TextClassificationPipeline.BatchSize"/>
    public int BatchSize { get; init; } = TextClassificationPipeline.DefaultBatchSize;

    /// <summary>Gets whether longer texts are cut to <see cref="MaxLength"/>. Default null: as the model remembers, else not: they are an error.</summary>
    public Truncation? Truncation { get; init; }

    /// <summary>Gets the number of tokens texts are cut to. Default null: as the model remembers, else what the model reads at most.</summary>
    public int? MaxLength { get; init; }

    /// <inheritdoc cref="TextClassificationPipeline.TopK"/>
    public int? TopK { get; init; } = 1;

    /// <inheritdoc cref="TextClassificationPipeline.FunctionToApply"/>
    public ClassificationFunction? FunctionToApply { get; init; }

    /// <inheritdoc cref="TextClassificationPipeline.MaxWait"/>
    public TimeSpan MaxWait { get; init; } = TextClassificationPipeline.DefaultWait;

    /// <inheritdoc cref="TextClassificationPipeline.QueueSize"/>
    public int QueueSize { get; init; } = TextClassificationPipeline.DefaultQueueSize;

    /// <summary>Puts a loaded model and its tokenizer together.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="saved">What the model remembers of its texts, or null.</param>
    internal TextClassificationPipeline Put(PreTrainedModel model, PreTrainedTokenizer tokenizer, SavedInputs? saved)
    {
        Truncation cut = Truncation ?? (saved is not null && MaxLength is null ? true : default(Truncation));
        int limit = model.Config.LongestFor(tokenizer);
        int? length = MaxLength ?? saved?.MaxSeqLength ?? (cut.Strategy == TruncationStrategy.DoNotTruncate ? null : limit);
        return new TextClassificationPipeline(model, tokenizer)
        {
            BatchSize = BatchSize,
            Truncation = cut,
            MaxLength = length is { } asked ? Math.Min(asked, limit) : null,
            TopK = TopK,
            FunctionToApply = FunctionToApply,
            MaxWait = MaxWait,
            QueueSize = QueueSize,
        };
    }
}
