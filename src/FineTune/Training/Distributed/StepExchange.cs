namespace FineTune.Training;

/// <summary>What an optimizer step needs of the other processes: how much all have, what came of it, and what happens next.</summary>
internal abstract class StepExchange
{
    public static StepExchange For(Trainer trainer, IReadOnlyList<Parameter> parameters) =>
        trainer.Processes.IsAlone ? new OwnStep(trainer, parameters) : new SharedStep(trainer, parameters);

    /// <summary>Begins a step with this process's batches.</summary>
    /// <exception cref="OperationCanceledException">A process was told to end: an <see cref="AgreedCancellationException"/> where there are several.</exception>
    public abstract StepTotals Begin(IReadOnlyList<Batch> batches, CancellationToken cancellation);

    /// <summary>Begins a batch of the step.</summary>
    /// <param name="isLast">Whether gradients are finished with it.</param>
    public abstract void BeginBatch(bool isLast);

    /// <summary>Ends a step that was cancelled between two batches, where one process may end by itself.</summary>
    public abstract void ThrowIfCancelled(CancellationToken cancellation);

    /// <summary>Takes the loss of a batch, its share of the step's.</summary>
    /// <exception cref="NonFiniteLossException">It is not finite, and nobody waits for this process.</exception>
    public abstract void Add(Batch batch, float loss);

    /// <summary>Ends a step: gradients, losses and counts are those of all processes.</summary>
    /// <param name="leaves">Whether a callback asked to give it up.</param>
    /// <returns>Whether it is given up: any process's was.</returns>
    /// <exception cref="NonFiniteLossException">A process's loss is not finite.</exception>
    public abstract bool End(bool leaves);

    /// <summary>Notes that the step ended with an exception: what later ways back finish is nothing to it.</summary>
    public abstract void GiveUp();

    /// <summary>Makes what to throw when the norm of the gradients is not finite.</summary>
    public abstract NonFiniteLossException BadGradient(IReadOnlyList<Batch> batches, float norm);

    /// <summary>Says what the exchange cost, where there was one.</summary>
    /// <param name="elapsed">How long training took.</param>
    public virtual void Report(TimeSpan elapsed)
    {
    }

    /// <summary>Makes what is asked for what any process asks for.</summary>
    /// <param name="isTimeOver">Whether this process's time is over.</param>
    /// <returns>Whether any process's is.</returns>
    public abstract bool Agree(bool isTimeOver = false);
}
