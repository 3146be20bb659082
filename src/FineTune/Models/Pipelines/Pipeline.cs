namespace FineTune;

/// <summary>Makes what answers for a trained model: text in, labels out.</summary>
public static class Pipeline
{
    private static readonly string[] TextClassification = ["text-classification", "sentiment-analysis"];

    /// <summary>Loads a model and its tokenizer for a task.</summary>
    /// <param name="task">The task: <c>text-classification</c>, or its other name <c>sentiment-analysis</c>.</param>
    /// <param name="model">A folder, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="tokenizer">Where the tokenizer is. Default null: where the model is.</param>
    /// <param name="hub">Revision, subfolder, token and how the Hub is reached; or null. Revision and subfolder are the model's.</param>
    /// <exception cref="ArgumentException">The task is not supported.</exception>
    /// <exception cref="InvalidOperationException">The model has no trained head: weights of it were drawn anew.</exception>
    /// <exception cref="HubException">The Hub has no such model or revision, refuses it, or cannot be reached and the cache has not got it.</exception>
    /// <example><code>
    /// var classifier = Pipeline.Create("text-classification", "out/final");
    /// Console.WriteLine(classifier.Classify("A good film!"));   // ClassificationResult { Label = pos, Score = 0.98 }
    /// </code></example>
    public static TextClassificationPipeline Create(string task, string model, string? tokenizer = null, HubOptions? hub = null) =>
        Create(task, model, new PipelineOptions { Tokenizer = tokenizer, Hub = hub });

    /// <inheritdoc cref="Create(string, string, string, HubOptions)"/>
    /// <param name="task">The task: <c>text-classification</c>, or its other name <c>sentiment-analysis</c>.</param>
    /// <param name="model">A folder, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">Batch size, truncation, number of labels and the like.</param>
    public static TextClassificationPipeline Create(string task, string model, PipelineOptions options)
    {
        Check(task);
        ArgumentNullException.ThrowIfNull(options);
        return Put(
            model,
            options,
            AutoModelForSequenceClassification.FromPretrained(model, Options(options.Hub)),
            AutoTokenizer.FromPretrained(options.Tokenizer ?? model, hub: ForTokenizer(options)));
    }

    /// <summary>Loads a model and its tokenizer for a task, without a thread that waits while they are downloaded.</summary>
    /// <param name="task"><inheritdoc cref="Create(string, string, string, HubOptions)" path="/param[@name='task']"/></param>
    /// <param name="model"><inheritdoc cref="Create(string, string, string, HubOptions)" path="/param[@name='model']"/></param>
    /// <param name="tokenizer"><inheritdoc cref="Create(string, string, string, HubOptions)" path="/param[@name='tokenizer']"/></param>
    /// <param name="hub"><inheritdoc cref="Create(string, string, string, HubOptions)" path="/param[@name='hub']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static Task<TextClassificationPipeline> CreateAsync(
        string task, string model, string? tokenizer = null, HubOptions? hub = null, CancellationToken cancellationToken = default) =>
        CreateAsync(task, model, new PipelineOptions { Tokenizer = tokenizer, Hub = hub }, cancellationToken);

    /// <inheritdoc cref="CreateAsync(string, string, string, HubOptions, CancellationToken)"/>
    /// <param name="task">The task: <c>text-classification</c>, or its other name <c>sentiment-analysis</c>.</param>
    /// <param name="model">A folder, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">Batch size, truncation, number of labels and the like.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static async Task<TextClassificationPipeline> CreateAsync(
        string task, string model, PipelineOptions options, CancellationToken cancellationToken = default)
    {
        Check(task);
        ArgumentNullException.ThrowIfNull(options);
        return Put(
            model,
            options,
            await AutoModelForSequenceClassification.FromPretrainedAsync(model, Options(options.Hub), cancellationToken).ConfigureAwait(false),
            await AutoTokenizer.FromPretrainedAsync(
                options.Tokenizer ?? model, hub: ForTokenizer(options), cancellationToken: cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Puts a loaded model and its tokenizer together for a task.</summary>
    /// <param name="task">The task: <c>text-classification</c>, or its other name <c>sentiment-analysis</c>.</param>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <exception cref="ArgumentException">The task is not supported.</exception>
    /// <exception cref="InvalidOperationException">The model's head is as it was drawn: nothing has trained it, or loaded it.</exception>
    public static TextClassificationPipeline Create(string task, PreTrainedModel model, PreTrainedTokenizer tokenizer)
    {
        Check(task);
        return new(model, tokenizer);
    }

    private static TextClassificationPipeline Put(string name, PipelineOptions options, PreTrainedModel model, PreTrainedTokenizer tokenizer)
    {
        if (model.Config.NumberingProblem is { } problem)
        {
            Throw.LabelsAreNotNumbered(problem);
        }

        return options.Put(model, tokenizer, SavedInputs.OfModel(name, options.Hub));
    }

    /// <summary>A report of a missing head is not shown: that there is none is an error, which says it.</summary>
    private static FromPretrainedOptions Options(HubOptions? hub)
    {
        FromPretrainedOptions options = hub as FromPretrainedOptions ?? (hub is null ? new() : FromPretrainedOptions.Of(hub));
        return options with { OnLoadReport = options.OnLoadReport ?? (report => LoadReportOutput.Show(report.HasFreshWeights ? null : report, options)) };
    }

    // A revision of the model's repository says nothing about another one.
    private static HubOptions? ForTokenizer(PipelineOptions options) =>
        options.Tokenizer is null || options.Hub is null ? options.Hub : options.Hub with { Revision = "main", Subfolder = string.Empty };

    private static void Check(string task)
    {
        if (!TextClassification.Contains(task, StringComparer.Ordinal))
        {
            Throw.UnknownTask(task, TextClassification);
        }
    }
}
