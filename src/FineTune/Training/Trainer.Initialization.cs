using FineTune.Training;

namespace FineTune;

/// <content>What happens once, when the Trainer is first used: by then its properties are set.</content>
public partial class Trainer
{
    private readonly Func<Generator, TrainableModel>? _modelInit;
    private TrainableModel? _model;
    private bool _isInitialized;

    /// <summary>Gets the clock that run times are measured with.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets the files checkpoints are written with.</summary>
    internal ICheckpointFiles Files { get; init; } = new DiskFiles();

    /// <summary>Gets or sets the right to write into the run's folder, while somebody has it for this Trainer.</summary>
    internal RunLock? Ownership { get; set; }

    /// <summary>Gets whether the caller turns signals into a cancellation.</summary>
    internal bool HandlesSignals { get; init; }

    /// <summary>Gets whether the run's folder is made; one that writes nothing needs none.</summary>
    internal bool MakesFolder { get; init; } = true;

    /// <summary>Gets where messages go without a <see cref="Logger"/>. Default null: the error stream.</summary>
    internal TextWriter? ErrorOutput { get; init; }

    /// <summary>Gets or sets whether training was called to go on with a run, though it may begin anew where there is no checkpoint.</summary>
    internal bool ResumesRun { get; set; }

    /// <summary>Gets or sets whether the run that was to be gone on with was complete.</summary>
    internal bool IsFinished { get; set; }

    /// <summary>Gets or sets the checkpoint that training goes on from, or null.</summary>
    internal string? ResumedFrom { get; set; }

    /// <summary>Gets the arguments of the command beside those of training, which are kept with the run. Default null.</summary>
    internal System.Text.Json.Nodes.JsonObject? Command { get; init; }

    /// <summary>Gets what is saved beside the model of how texts become its inputs (<see cref="SavedInputs"/>). Default null.</summary>
    internal string? Inputs { get; init; }

    /// <summary>Gets the average of the weights that <c>ema_decay</c> asks for, while there is one.</summary>
    internal EmaWeights? Average { get; private set; }

    internal TrainerLog Messages
    {
        get => field ??= new TrainerLog(Logger, Args.GetProcessLogLevel(), ErrorOutput, Processes);
    }

    internal CallbackHandler Handler
    {
        get => field ??= new CallbackHandler(DefaultCallbacks(), Context, Messages, Processes.IsMain);
    }

    internal CheckpointManager Checkpoints
    {
        get => field ??= new CheckpointManager(this, Files);
    }

    internal MemoryTracker Memory { get; }

    /// <summary>Makes the model by the function given to the constructor.</summary>
    /// <exception cref="InvalidOperationException">It returned null.</exception>
    protected TrainableModel CallModelInit() => _modelInit!(Generator) ?? throw new InvalidOperationException(
        "The function that makes the model returned null. Return the model from it.");

    internal TrainerContext Context() => new(Args, State, Control)
    {
        Model = Model,
        ProcessingClass = ProcessingClass,
        Optimizer = Optimizer,
        LrScheduler = LrScheduler,
        TrainDataLoader = TrainDataLoader,
        EvalDataLoader = EvalDataLoader,
        TrainingLoss = IsInTrain ? Progress.LossSoFar(State.GlobalStep) : null,
        ResumedFrom = ResumedFrom,
        Log = Messages,
        ControlReplaced = control => Control = control,
    };

    /// <summary>Does what the first use of the Trainer does.</summary>
    internal void Prepare() => Initialize();

    private void Initialize()
    {
        if (_isInitialized)
        {
            return;
        }

        IReadOnlyList<string> problems = TrainerRules.Check(this);
        if (problems.Count > 0)
        {
            throw new TrainingArgumentsException(problems);
        }

        PrecisionOfRun.RequireArithmetic(Args);
        TellWhatHasNoEffect();
        PrecisionOfRun.Tell(this);
        ClassificationLoss = ClassificationLoss.For(this);
        FreezeParameters();
        _isInitialized = true;
        Model.Generator = Generator;
        (Optimizer, LrScheduler) = Optimizers;
        if (MakesFolder && Saves)
        {
            Files.CreateDirectory(Args.OutputDir);
        }

        Handler.OnInitEnd();
        ModelSettings.SetUseCache(Model, Args.UseCache);
    }

    /// <summary>Takes the right to write into a folder, unless the Trainer has it already.</summary>
    /// <returns>What gives it up again; null when it was there before.</returns>
    /// <exception cref="CheckpointException">Another run has it.</exception>
    private IDisposable? TakeFolder(string folder)
    {
        if (!Saves || (Ownership is { } held && held.IsOf(folder)))
        {
            return null;
        }

        RunLock taken = RunLock.Acquire(folder);
        if (Ownership is not null)
        {
            return taken;
        }

        Ownership = taken;
        return new Release(this, taken);
    }

    private sealed class Release(Trainer trainer, RunLock taken) : IDisposable
    {
        public void Dispose()
        {
            trainer.Ownership = null;
            taken.Dispose();
        }
    }

    /// <summary>The command has said it by now.</summary>
    private void TellWhatHasNoEffect()
    {
        foreach (string argument in Command is null ? ArgumentsWithoutEffect.Of(Args) : [])
        {
            Messages.Warning(LogEvent.Settings, $"No effect: {argument}.");
        }
    }

    private void FreezeParameters()
    {
        if (Args.Freeze.Count > 0)
        {
            int frozen = ParameterPattern.Freeze(Model, Args.Freeze);
            Messages.Info(LogEvent.Settings, $"Frozen: {frozen} of {Model.Parameters().Count()} parameters.");
        }
    }

    /// <summary>One that was given with settings of its own is enough.</summary>
    private bool Reports<T>(string name)
        where T : TrainerCallback => Args.ReportTo.Contains(name) && !Callbacks.OfType<T>().Any();

    private IEnumerable<TrainerCallback> DefaultCallbacks()
    {
        yield return new DefaultFlowCallback();
        if (Reports<TensorBoardCallback>("tensorboard"))
        {
            yield return new TensorBoardCallback();
        }

        if (Reports<CsvCallback>("csv"))
        {
            yield return new CsvCallback();
        }

        if (Reports<JsonLinesCallback>("jsonl"))
        {
            yield return new JsonLinesCallback();
        }

        foreach (TrainerCallback callback in Callbacks)
        {
            yield return callback;
        }

        bool hasProgress = Callbacks.Any(callback => callback is ProgressCallback or PrinterCallback);
        if (Logger is not null)
        {
            yield return new LoggerCallback(Logger);
        }
        else if (!hasProgress)
        {
            yield return Args.DisableTqdm == true ? new PrinterCallback() : new ProgressCallback();
        }
    }
}
