using System.Runtime.ExceptionServices;
using FineTune.Data;
using FineTune.Training;

namespace FineTune;

/// <content>The other processes that train the same model.</content>
public partial class Trainer
{
    private bool _isOnlyPlanning;

    /// <summary>Gets the processes that train this model together.</summary>
    internal ProcessGroup Processes { get; } = ProcessGroup.Current;

    /// <summary>Gets whether this process writes into the run's folder.</summary>
    internal bool Saves => Args.SavesIn(Processes);

    /// <summary>Gets or sets what is done before the way back of a batch.</summary>
    internal Action? BeforeBackward { get; set; }

    /// <summary>Gets whether a batch's gradients are finished when its way back ends: who overrides <see cref="TrainingStep"/> may add to them.</summary>
    internal virtual bool GoesBackOnce =>
        GetType() == typeof(Trainer) || ((Func<TrainableModel, Batch, long?, float>)TrainingStep).Method.DeclaringType == typeof(Trainer);

    /// <summary>Plans a run over the batches of this process.</summary>
    internal TrainingPlan PlanFor(DataLoader loader) => TrainingPlan.For(
        Args, loader.Count, loader.NumExamples, TrainBatchSize, Args.AcceleratorConfig.BatchesOfRound(Processes.Size));

    /// <summary>Gets how many steps the run has, of one process alone: it draws no random numbers, which takes all.</summary>
    internal int StepsOfRun()
    {
        _isOnlyPlanning = true;
        try
        {
            return PlanFor(ShareOut(GetTrainDataLoader())).MaxSteps;
        }
        finally
        {
            _isOnlyPlanning = false;
        }
    }

    /// <summary>Gets this process's share of the batches of training.</summary>
    internal DataLoader ShareOut(DataLoader all) => Processes.IsAlone ? all
        : all.SharedOut(
            new RankShare(Processes.Rank, Processes.Size, Args.AcceleratorConfig.EvenBatches),
            Args.AcceleratorConfig.RowsOfProcess(all.BatchSize, Processes.Size));

    /// <summary>Gets this process's share of the batches of an evaluation: those of one process, and none twice.</summary>
    private DataLoader DealOut(DataLoader all) => Processes.IsAlone ? all : all.SharedOut(
        new RankShare(Processes.Rank, Processes.Size, FillsUp: false), all.BatchSize);

    /// <summary>
    /// Gets whether all processes end with this. A cancellation that they did not exchange, such as the time-out of a callback's request, is one process's
    /// alone.
    /// </summary>
    internal bool IsAgreed(Exception exception) => exception is NonFiniteLossException or AgreedCancellationException
        or InterruptedRunException { InnerException: AgreedCancellationException }
        || (Processes.IsAlone && exception is OperationCanceledException);

    /// <summary>
    /// Ends the whole job when this process cannot go on: the others would wait for it. What all processes have agreed upon ends each of them as it
    /// would end one.
    /// </summary>
    private bool EndsOthers(Exception exception)
    {
        Processes.EndsTogether |= IsAgreed(exception);
        if (!Processes.EndsTogether && exception is not CheckpointException { IsNoneFound: true })
        {
            Processes.Abort($"{exception.GetType().Name}: {exception.Message}{WayOn.After(exception, Args.OutputDir, Command is not null)}");
        }

        return false;
    }

    /// <summary>Gets whether the last <see cref="Train"/> found a mistake in data or arguments before its first step.</summary>
    internal bool FoundMistake { get; private set; }

    /// <summary>Checks what each process checks by itself, in the same data and arguments. What all find ends each, and none ends the others.</summary>
    /// <param name="check">Looks for a mistake, without the others.</param>
    /// <exception cref="ArgumentException">There is one.</exception>
    internal void CheckAlike(Action check)
    {
        ArgumentException? mistake = null;
        try
        {
            check();
        }
        catch (ArgumentException exception)
        {
            mistake = exception;
        }

        FoundMistake = mistake is not null;
        Processes.EndsTogether |= Array.TrueForAll(Processes.Gather(FoundMistake), found => found);
        if (mistake is not null)
        {
            ExceptionDispatchInfo.Throw(mistake);
        }
    }

    private void BeginTogether() => (Processes.EndsTogether, FoundMistake) = (false, false);

    /// <summary>An order drawn from random numbers that differ from process to process.</summary>
    private Sampler Agreed(Sampler own) => Processes.IsAlone ? own : new AgreedOrder(Processes, own);

    /// <summary>
    /// An order that does not depend on the seed alone. Several processes draw it, as in the reference, from a generator of its own, seeded when the
    /// loader is made.
    /// </summary>
    private Sampler RandomOrder(int count) => Processes.IsAlone
        ? new RandomSampler(count, Generator)
        : new ReplayedSampler(count, _isOnlyPlanning ? 0 : Processes.Broadcast((ulong)Generator.NextInt64()));
}
