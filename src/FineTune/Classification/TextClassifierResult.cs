namespace FineTune;

/// <summary>What <see cref="TextClassifier"/> made.</summary>
/// <param name="OutputDir">The folder with the model and the results.</param>
/// <param name="IsComplete">Whether the run came to its end; false when it was interrupted, after a checkpoint was saved.</param>
/// <param name="Metrics">What training, evaluation and prediction measured, by the reference's names, such as <c>eval_accuracy</c>.</param>
public sealed record TextClassifierResult(string OutputDir, bool IsComplete, LogEntry Metrics)
{
    /// <summary>Loads the model that was written.</summary>
    /// <param name="options">How, or null.</param>
    public TextClassificationPipeline CreatePipeline(PipelineOptions? options = null) =>
        Pipeline.Create("text-classification", OutputDir, options ?? new PipelineOptions());
}
