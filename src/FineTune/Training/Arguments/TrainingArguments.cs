using FineTune.Training;

namespace FineTune;

/// <summary>
/// Everything that decides how a model is trained: the reference's arguments by its names, with its defaults. Immutable: change a copy
/// with <c>with</c>, or several related ones with <see cref="SetTraining"/> and its like.
/// </summary>
/// <remarks>
/// Three defaults differ from the reference's on purpose: <see cref="LoggingNanInfFilter"/> is null (a loss that is not finite stops the
/// run), <see cref="RestoreCallbackStatesFromCheckpoint"/> is true (a resumed run is the same run) and <see cref="EnableJitCheckpoint"/>
/// is true (an interrupted run has saved a checkpoint). The Trainer calls <see cref="Validate"/>. Two records are equal when every
/// argument is. <see cref="ToString"/> and <see cref="ToJson"/> mask tokens.
/// </remarks>
/// <example>
/// <code>
/// var args = new TrainingArguments
/// {
///     OutputDir = "out",
///     LearningRate = 2e-5,
///     PerDeviceTrainBatchSize = 16,
///     EvalStrategy = IntervalStrategy.Epoch,
///     SaveStrategy = IntervalStrategy.Epoch,
///     LoadBestModelAtEnd = true,
/// };
/// </code>
/// </example>
[ReturnsCopies]
public sealed partial record TrainingArguments
{
    /// <summary>Initializes arguments that are the defaults.</summary>
    public TrainingArguments()
    {
    }

    /// <summary>Initializes arguments of which the folder is named and the others are the defaults.</summary>
    /// <param name="outputDir">The folder that checkpoints and results are written into: <see cref="OutputDir"/>.</param>
    /// <example><code>var args = new TrainingArguments("out") { LearningRate = 2e-5 };</code></example>
    public TrainingArguments(string outputDir) => OutputDir = outputDir;

    /// <summary>Says whether every argument has the same value.</summary>
    public bool Equals(TrainingArguments? other) => other is not null && (ReferenceEquals(this, other)
        || (HubToken == other.HubToken && ArgumentTable.All.All(argument =>
            JsonText.WriteLine(argument.Read(this)) == JsonText.WriteLine(argument.Read(other)))));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OutputDir, LearningRate, NumTrainEpochs, MaxSteps, PerDeviceTrainBatchSize, Seed);

    /// <summary>Writes one line an argument, <c>name=value,</c>, in alphabetical order; tokens are masked.</summary>
    public override string ToString()
    {
        IEnumerable<string> lines = ToDictionary()
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key}={PythonText.Of(entry.Value)},\n");
        return $"{nameof(TrainingArguments)}(\n{string.Concat(lines)})";
    }

    /// <summary>Checks every rule.</summary>
    /// <exception cref="TrainingArgumentsException">At least one is broken; it lists all that are.</exception>
    public void Validate()
    {
        IReadOnlyList<string> problems = ArgumentRules.Check(this);
        if (problems.Count > 0)
        {
            throw new TrainingArgumentsException(problems);
        }
    }
}
