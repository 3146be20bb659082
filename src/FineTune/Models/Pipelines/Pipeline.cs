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
    public static TextClassificationPipeline Create(string task, string model, string? tokenizer = null, HubOptions? hub = null)
    {
        Check(task);
        return Put(
            model,
            () => PretrainedFiles.Config(model, hub),
            AutoModelForSequenceClassification.FromPretrained(model, Options(hub)),
            AutoTokenizer.FromPretrained(tokenizer ?? model, hub: ForTokenizer(tokenizer, hub)));
    }

    /// <summary>Loads a model and its tokenizer for a task, without a thread that waits while they are downloaded.</summary>
    /// <param name="task"><inheritdoc cref="Create(string, string, string, HubOptions)" path="/param[@name='task']"/></param>
    /// <param name="model"><inheritdoc cref="Create(string, string, string, HubOptions)" path="/param[@name='model']"/></param>
    /// <param name="tokenizer"><inheritdoc cref="Create(string, string, string, HubOptions)" path="/param[@name='tokenizer']"/></param>
    /// <param name="hub"><inheritdoc cref="Create(string, string, string, HubOptions)" path="/param[@name='hub']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static async Task<TextClassificationPipeline> CreateAsync(
        string task, string model, string? tokenizer = null, HubOptions? hub = null, CancellationToken cancellationToken = default)
    {
        Check(task);
        return Put(
            model,
            () => PretrainedFiles.Config(model, hub),
            await AutoModelForSequenceClassification.FromPretrainedAsync(model, Options(hub), cancellationToken),
            await AutoTokenizer.FromPretrainedAsync(
                tokenizer ?? model, hub: ForTokenizer(tokenizer, hub), cancellationToken: cancellationToken));
    }

    /// <summary>Puts a loaded model and its tokenizer together for a task.</summary>
    /// <param name="task">The task: <c>text-classification</c>, or its other name <c>sentiment-analysis</c>.</param>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <exception cref="ArgumentException">The task is not supported.</exception>
    public static TextClassificationPipeline Create(string task, PreTrainedModel model, PreTrainedTokenizer tokenizer)
    {
        Check(task);
        return new(model, tokenizer);
    }

    /// <summary>A model that was saved by <c>train</c> cuts texts as it was trained to.</summary>
    private static TextClassificationPipeline Put(string name, Func<ModelFolder> folder, PreTrainedModel model, PreTrainedTokenizer tokenizer)
    {
        if (model.LoadReport is { MissingKeys.Count: > 0 } or { MismatchedKeys.Count: > 0 })
        {
            Throw.UntrainedPipeline(name, [.. model.LoadReport.MissingKeys, .. model.LoadReport.MismatchedKeys.Select(key => key.Key)]);
        }

        if (model.Config.NumberingProblem is { } problem)
        {
            Throw.LabelsAreNotNumbered(problem);
        }

        return SavedInputs.Find(folder().Path) is { } saved
            ? new(model, tokenizer) { Truncation = true, MaxLength = Math.Min(saved.MaxSeqLength, model.Config.MaxPositionEmbeddings) }
            : new(model, tokenizer);
    }

    private static FromPretrainedOptions? Options(HubOptions? hub) => hub is null ? null : hub as FromPretrainedOptions ?? FromPretrainedOptions.Of(hub);

    // A revision of the model's repository says nothing about another one.
    private static HubOptions? ForTokenizer(string? tokenizer, HubOptions? hub) =>
        tokenizer is null || hub is null ? hub : hub with { Revision = "main", Subfolder = string.Empty };

    private static void Check(string task)
    {
        if (!TextClassification.Contains(task, StringComparer.Ordinal))
        {
            Throw.UnknownTask(task, TextClassification);
        }
    }
}
