namespace FineTune;

/// <summary>Makes what answers for a trained model: text in, labels out.</summary>
public static class Pipeline
{
    private static readonly string[] TextClassification = ["text-classification", "sentiment-analysis"];

    /// <summary>Loads a model and its tokenizer for a task.</summary>
    /// <param name="task">The task: <c>text-classification</c>, or its other name <c>sentiment-analysis</c>.</param>
    /// <param name="model">A folder, or the id of a model in the local cache.</param>
    /// <param name="tokenizer">Where the tokenizer is. Default null: where the model is.</param>
    /// <exception cref="ArgumentException">The task is not supported.</exception>
    /// <example><code>
    /// var classifier = Pipeline.Create("text-classification", "out/final");
    /// Console.WriteLine(classifier.Classify("A good film!"));   // ClassificationResult { Label = pos, Score = 0.98 }
    /// </code></example>
    public static TextClassificationPipeline Create(string task, string model, string? tokenizer = null)
    {
        Check(task);
        return new(AutoModelForSequenceClassification.FromPretrained(model), AutoTokenizer.FromPretrained(tokenizer ?? model));
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

    private static void Check(string task)
    {
        if (!TextClassification.Contains(task, StringComparer.Ordinal))
        {
            Throw.UnknownTask(task, TextClassification);
        }
    }
}
