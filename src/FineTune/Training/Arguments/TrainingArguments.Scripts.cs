namespace FineTune;

/// <content>What only scripts and the command read.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets whether to train. Default false.</summary>
    /// <remarks>Read by the command, not by the Trainer.</remarks>
    public bool DoTrain { get; init; }

    /// <summary>Gets whether to evaluate after training; an eval_strategy turns it on. Default false.</summary>
    /// <remarks>Read by the command, not by the Trainer.</remarks>
    public bool DoEval { get; init; }

    /// <summary>Gets whether to predict the test data after training. Default false.</summary>
    /// <remarks>Read by the command, not by the Trainer.</remarks>
    public bool DoPredict { get; init; }

    /// <summary>Gets the checkpoint to resume from. Default null.</summary>
    /// <remarks>Read by the command, not by the Trainer: pass it to <c>Trainer.Train</c>.</remarks>
    public string? ResumeFromCheckpoint { get; init; }

    /// <summary>Gets the number of this process on its machine. Default -1.</summary>
    /// <remarks>Refused when set: the launcher says it.</remarks>
    public int LocalRank { get; init; } = -1;
}
