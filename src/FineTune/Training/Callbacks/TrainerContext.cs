using System.ComponentModel;
using FineTune.Training;

namespace FineTune;

/// <summary>What a callback sees of the run. <see cref="Control"/> is the one thing it may change.</summary>
public sealed class TrainerContext
{
    /// <summary>Initializes a context; a Trainer makes its own.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="state">Where training stands.</param>
    /// <param name="control">What callbacks ask for.</param>
    public TrainerContext(TrainingArguments args, TrainerState state, TrainerControl control)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(control);
        (Args, State, Control) = (args, state, control);
    }

    /// <summary>Gets the arguments, with everything derived filled in.</summary>
    public TrainingArguments Args { get; }

    /// <summary>Gets where training stands.</summary>
    public TrainerState State { get; }

    /// <summary>
    /// Gets or sets what callbacks ask the loop for. Another control put in its place is what the loop and later callbacks see from then on.
    /// </summary>
    public TrainerControl Control
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            ControlReplaced?.Invoke(value);
        }
    }

    /// <summary>Gets the model, or null before there is one.</summary>
    public TrainableModel? Model { get; init; }

    /// <summary>Gets the optimizer, or null outside training.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>Gets the course of the learning rate, or null outside training.</summary>
    public LrScheduler? LrScheduler { get; init; }

    /// <summary>
    /// Gets the mean training loss of the steps since the last log, or of the last log when there is none since; null before the first
    /// step. Unlike the log it is there from the first step on.
    /// </summary>
    public double? TrainingLoss { get; init; }

    /// <summary>Gets the tokenizer, if the Trainer has one.</summary>
    public PreTrainedTokenizer? ProcessingClass { get; init; }

    /// <summary>Tokenizer is now ProcessingClass.</summary>
    [Obsolete("Tokenizer is now ProcessingClass.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? Tokenizer => null;

    /// <summary>Gets the batches of training, or null outside it.</summary>
    public DataLoader? TrainDataLoader { get; init; }

    /// <summary>Gets the batches of the evaluation that is running, or null when none is.</summary>
    public DataLoader? EvalDataLoader { get; init; }

    /// <summary>How many batches the evaluation has that is running, or null when none is or it is not known.</summary>
    internal int? EvalBatchCount => EvalDataLoader?.Count;

    /// <summary>Gets the checkpoint that training went on from, or null.</summary>
    internal string? ResumedFrom { get; init; }

    /// <summary>Gets where warnings go.</summary>
    internal TrainerLog? Log { get; init; }

    /// <summary>Gets what is told when a callback replaces <see cref="Control"/>.</summary>
    internal Action<TrainerControl>? ControlReplaced { get; init; }
}
