using FineTune.Kernels;
using FineTune.Training;
using Microsoft.Extensions.Logging;

namespace FineTune;

/// <summary>
/// Trains, evaluates and predicts with a model: the reference's Trainer. Derive from it to change how a loss is computed, a batch is
/// made or an optimizer is chosen; use a <see cref="TrainerCallback"/> to look on and step in between.
/// </summary>
/// <remarks>
/// <para>
/// The random numbers of a run begin with <see cref="TrainingArguments.Seed"/> when the Trainer is made: the order of the examples and
/// dropout are decided by it alone. A model given to the constructor was initialized before, with a seed of its own; one made by a
/// function (the other constructor) is initialized from the run's numbers.
/// </para>
/// <para>Not safe for use by several threads at once.</para>
/// </remarks>
/// <example>
/// <code>
/// var trainer = new Trainer(model, new TrainingArguments { OutputDir = "out" })
/// {
///     TrainDataset = encoded["train"],
///     EvalDataset = encoded["test"],
///     DataCollator = new DataCollatorWithPadding(tokenizer),
///     ComputeMetrics = prediction => Metrics.Accuracy(prediction),
/// };
/// TrainOutput result = trainer.Train();
/// trainer.SaveModel("out/final");
/// </code>
/// </example>
public partial class Trainer
{
    /// <summary>Initializes a Trainer of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="args">How to train. Default: the defaults, into the folder <c>tmp_trainer</c>.</param>
    /// <exception cref="TrainingArgumentsException">Some arguments are wrong; it lists all that are.</exception>
    public Trainer(TrainableModel model, TrainingArguments? args = null)
        : this(args)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>Initializes a Trainer that makes its model itself, anew for each <see cref="Train"/>.</summary>
    /// <param name="modelInit">Makes the model; fresh weights are to be drawn from the generator it is given.</param>
    /// <param name="args">How to train. Default: the defaults, into the folder <c>tmp_trainer</c>.</param>
    /// <exception cref="TrainingArgumentsException">Some arguments are wrong; it lists all that are.</exception>
    public Trainer(Func<Generator, TrainableModel> modelInit, TrainingArguments? args = null)
        : this(args)
    {
        ArgumentNullException.ThrowIfNull(modelInit);
        _modelInit = modelInit;
        _model = CallModelInit();
    }

    private Trainer(TrainingArguments? args)
    {
        Args = (args ?? new TrainingArguments { OutputDir = "tmp_trainer" }).Resolve();
        Args.Validate();
        Args = Args.FastDevRun ? FastDevRun.Shrink(Args) : Args;
        Memory = new MemoryTracker(isOn: !Args.SkipMemoryMetrics);
        Generator = new Generator((ulong)Args.Seed);
        Processes.Patience = Args.DdpTimeoutDelta;
        Control = new TrainerControl();
        State = new TrainerState();
    }

    /// <summary>Gets the data to train on: a <see cref="Dataset"/>, a list of examples, or examples that come one after the other. Default null.</summary>
    public IEnumerable<Example>? TrainDataset { get; init; }

    /// <summary>Gets the data to evaluate on, or several by name. Default null.</summary>
    public EvalDatasets? EvalDataset { get; init; }

    /// <summary>Gets what makes batches. Default null: padding with <see cref="ProcessingClass"/> if there is one, else no padding.</summary>
    public IDataCollator? DataCollator { get; init; }

    /// <summary>Gets the tokenizer, which is saved with the model. Default null.</summary>
    public PreTrainedTokenizer? ProcessingClass { get; init; }

    /// <summary>
    /// Gets what computes the loss in place of the model, given its output, the labels and the number of labels in the whole optimizer
    /// step; what it returns is not divided further. Default null.
    /// </summary>
    public Func<ModelOutput, TensorBase?, long?, Tensor>? ComputeLossFunc { get; init; }

    /// <summary>Gets what computes metrics of an evaluation. Default null: the loss only.</summary>
    public Func<EvalPrediction, IReadOnlyDictionary<string, double>>? ComputeMetrics { get; init; }

    /// <summary>
    /// Gets what computes metrics batch by batch, so that no prediction has to be kept (<c>batch_eval_metrics</c>): it is told whether
    /// the batch is the last, and returns the metrics then; what it returns before is passed over. Default null.
    /// </summary>
    public Func<EvalPrediction, bool, IReadOnlyDictionary<string, double>?>? ComputeBatchMetrics { get; init; }

    /// <summary>Gets callbacks of your own, in the order they are called. Default none.</summary>
    public IReadOnlyList<TrainerCallback> Callbacks { get; init; } = [];

    /// <summary>Gets an optimizer and a schedule to use in place of those the arguments name. Default none.</summary>
    public (Optimizer? Optimizer, LrScheduler? LrScheduler) Optimizers { get; init; }

    /// <summary>Gets what makes the optimizer of the parameter groups in place of the arguments. Default null.</summary>
    public Func<IReadOnlyList<ParameterGroup>, Optimizer>? OptimizerFactory { get; init; }

    /// <summary>Gets what is done with scores, given the labels, before they are kept for the metrics. Default null.</summary>
    public Func<Tensor, TensorBase?, Tensor>? PreprocessLogitsForMetrics { get; init; }

    /// <summary>
    /// Gets where messages go, each as an event of its own (<see cref="LogEvent"/>) with its values by name; nothing is written to the
    /// console then, neither progress nor tables. Default null: messages go to the error stream, from <see cref="TrainingArguments.LogLevel"/> on.
    /// </summary>
    public ILogger? Logger { get; init; }

    /// <summary>Gets the model.</summary>
    public TrainableModel Model => _model!;

    /// <summary>Gets the arguments, with everything derived filled in.</summary>
    public TrainingArguments Args { get; }

    /// <summary>Gets where training stands.</summary>
    public TrainerState State { get; private set; }

    /// <summary>Gets what callbacks ask for.</summary>
    public TrainerControl Control { get; private set; }

    /// <summary>Gets the random numbers of the run; <see cref="TrainingArguments.Seed"/> is what they began with.</summary>
    public Generator Generator { get; }

    /// <summary>Gets the optimizer, or null before training.</summary>
    public Optimizer? Optimizer { get; private set; }

    /// <summary>Gets the course of the learning rate, or null before training.</summary>
    public LrScheduler? LrScheduler { get; private set; }

    /// <summary>Gets whether <see cref="Train"/> is running.</summary>
    public bool IsInTrain { get; private set; }

    /// <summary>Gets the names of the labels in a batch.</summary>
    public IReadOnlyList<string> LabelNames => Args.LabelNames ?? LabelNamesOf(Model);

    /// <summary>
    /// Gets whether the loss that <see cref="ComputeLoss"/> returns is scaled for gradient accumulation already: true uses it as it is,
    /// false divides it by the number of batches of the optimizer step. Default null: it is the mean over its batch, and counts with the
    /// batch's share of the labels of the step, so that the split into batches makes no difference.
    /// </summary>
    protected internal virtual bool? LossIsScaledForGa => null;

    /// <summary>Trains the model.</summary>
    /// <param name="resumeFrom">A checkpoint to go on from. Default null: from the beginning, with the weights the model has.</param>
    /// <param name="cancellationToken">
    /// Interrupts training: it goes back to the last finished optimizer step and saves a checkpoint, from which a resumed run is the same run.
    /// Ctrl-C and the other signals that end a process do the same, unless <see cref="TrainingArguments.EnableJitCheckpoint"/> is false; a program that
    /// does not catch the exception then ends with its message and the signal's exit code.
    /// </param>
    /// <exception cref="OperationCanceledException">It was interrupted; the message names the checkpoint.</exception>
    /// <exception cref="NonFiniteLossException">A loss or gradient was not finite; the message names step, rows, parameter and checkpoint.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be used, or not be saved; or another run is writing into the folder.</exception>
    /// <exception cref="HubException">
    /// <c>push_to_hub</c> is set, but the run may not be pushed; nothing was computed. Pushes that fail later are a warning at the end.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// An evaluation with bf16_full_eval or fp16_full_eval cast the model, or it trains already.
    /// </exception>
    /// <exception cref="ArgumentException">Processes that train together were given something else; every parameter is frozen; or data is missing, or has no length while <c>max_steps</c> is not set.</exception>
    public TrainOutput Train(ResumeFrom? resumeFrom = null, CancellationToken cancellationToken = default)
    {
        if (IsInTrain)
        {
            throw new InvalidOperationException("This Trainer is training already: Train was called by a callback, or by another thread. Call it when Train has returned, or make a Trainer of its own for it.");
        }

        Initialize();
        if (!HasModelInit)
        {
            PrecisionOfRun.RequireTrainable(Model);
        }

        BeginTogether();
        using IDisposable? ownership = TakeFolder(Args.OutputDir);
        Memory.Start();
        if (HardwarePeak.Shortcoming is { } shortcoming)
        {
            Messages.WarningOnce(LogEvent.Settings, shortcoming);
        }

        IsInTrain = true;
        bool isOver = false;
        try
        {
            using TerminationSignal signal = new(Args.EnableJitCheckpoint && !HandlesSignals, Messages, cancellationToken);
            TrainOutput output = new TrainingRun(this, Checkpoints, signal).Execute(resumeFrom);
            isOver = true;
            return output;
        }
        catch (Exception exception) when (EndsOthers(exception))
        {
            throw;
        }
        finally
        {
            if (!isOver)
            {
                Handler.Leave();
            }

            Checkpoints.Settle();
            if (!isOver || !LeavesPushes)
            {
                GiveUpPushes();
            }

            IsInTrain = false;
            Model.NeftuneNoiseAlpha = null;
        }
    }

    /// <summary>Evaluates the model, logs what it finds and tells callbacks. Override it to find more: call this one and add to what it returns.</summary>
    /// <remarks>
    /// With <c>metric_for_best_model</c> set, <see cref="Train"/> calls it once before the first step, with a few rows, to see whether there is such a metric; nothing is logged then.
    /// </remarks>
    /// <param name="evalDataset">The data, or several by name. Default null: <see cref="EvalDataset"/>.</param>
    /// <param name="metricKeyPrefix">What the names of the metrics begin with. Default <c>eval</c>.</param>
    /// <param name="cancellationToken">Ends the evaluation between two batches.</param>
    /// <returns>Loss, metrics, speed and epoch. Metrics of several data sets carry their names: <c>eval_NAME_loss</c>.</returns>
    /// <exception cref="ArgumentException">There is no data; or processes that evaluate together were given other data, another model, or other arguments.</exception>
    public virtual LogEntry Evaluate(EvalDatasets? evalDataset = null, string metricKeyPrefix = "eval", CancellationToken cancellationToken = default)
    {
        Initialize();
        EvalDatasets datasets = evalDataset ?? EvalDataset ?? throw new ArgumentException(
            "There is nothing to evaluate on. Set the Trainer's EvalDataset, or pass a data set to Evaluate.", nameof(evalDataset));
        if (!datasets.IsNamed)
        {
            return EvaluateOne(datasets.Items[0].Value, metricKeyPrefix, cancellationToken);
        }

        if (datasets.Items.Count == 0)
        {
            throw new ArgumentException("EvalDataset has no data set: there is nothing to evaluate on. Give it one, or set it to null and eval_strategy to no.", nameof(evalDataset));
        }

        LogEntry all = [];
        foreach ((string? name, IEnumerable<Example> dataset) in datasets.Items)
        {
            LogEntry found = EvaluateOne(dataset, $"{metricKeyPrefix}_{name}", cancellationToken);
            foreach (string key in found.Keys)
            {
                all.Set(key, found.Get(key));
            }
        }

        return all;
    }

    /// <summary>Computes the model's scores for data; if it has labels, also loss and metrics. Nothing is logged.</summary>
    /// <param name="testDataset">The data.</param>
    /// <param name="metricKeyPrefix">What the names of the metrics begin with. Default <c>test</c>.</param>
    /// <param name="cancellationToken">Ends the prediction between two batches.</param>
    /// <exception cref="ArgumentException">There is no data; or processes that predict together were given other data, another model, or other arguments.</exception>
    public virtual PredictionOutput Predict(IEnumerable<Example> testDataset, string metricKeyPrefix = "test", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(testDataset);
        Initialize();
        Memory.Start();
        RequireRows(testDataset, "The data given to Predict", "predict");
        JobAgreement.RequireEvaluation(this, $"\"{metricKeyPrefix}\"", testDataset);
        DataLoader loader = DealOut(GetTestDataLoader(testDataset));
        RunClock clock = new(Clock);
        EvalLoopOutput output = EvaluateBy(loader, "Prediction", null, metricKeyPrefix, cancellationToken);
        AddSpeed(output, metricKeyPrefix, clock);
        Handler.OnPredict(output.Metrics);
        Memory.StopAndAdd(output.Metrics, "test");
        return new PredictionOutput(output.Predictions, output.LabelIds, output.Metrics) { OtherPredictions = output.OtherPredictions };
    }
}
