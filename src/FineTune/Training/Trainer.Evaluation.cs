using FineTune.Autograd;
using FineTune.Training;

namespace FineTune;

/// <content>Evaluation.</content>
public partial class Trainer
{
    /// <summary>
    /// Gets the names of outputs that evaluations and predictions do not collect: the reference's <c>ignore_keys</c> and
    /// <c>ignore_keys_for_eval</c>. Default null: <c>past_key_values</c>.
    /// </summary>
    /// <remarks>Name <c>hidden_states</c> when the model returns them and metrics do not need them: they are large.</remarks>
    public IReadOnlyList<string>? IgnoreKeys { get; init; }

    internal IReadOnlyList<string> IgnoredKeys => IgnoreKeys ?? ["past_key_values"];

    /// <summary>Gets whether an evaluation is running.</summary>
    internal bool IsEvaluating { get; private set; }

    /// <summary>Gets the metrics that were said not to be a number.</summary>
    internal HashSet<string> SaidNotANumber { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets whether an evaluation only finds out what the metrics are called, and leaves no trace.</summary>
    internal bool IsRehearsing { get; set; }

    /// <summary>Gets or sets the seconds it took to make the model ready for an evaluation before any training; null when training was first.</summary>
    internal double? ModelPreparationTime { get; set; }

    /// <summary>Goes through batches without training and collects loss, scores and metrics. Override it to evaluate in another way.</summary>
    /// <param name="dataLoader">The batches.</param>
    /// <param name="description">What is going on, for messages.</param>
    /// <param name="predictionLossOnly">Whether only the loss is needed. Default null: as the arguments say.</param>
    /// <param name="metricKeyPrefix">What the names of the metrics begin with. Default <c>eval</c>.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    protected internal virtual EvalLoopOutput EvaluationLoop(
        DataLoader dataLoader,
        string description,
        bool? predictionLossOnly = null,
        string metricKeyPrefix = "eval",
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataLoader);
        bool lossOnly = predictionLossOnly ?? Args.PredictionLossOnly;
        bool keepsBatches = !Args.BatchEvalMetrics || description == "Prediction";
        EvalDataLoader = dataLoader;
        IsEvaluating = true;
        try
        {
            return new EvaluationLoop(this, dataLoader, lossOnly, keepsBatches, metricKeyPrefix).Run(description, cancellationToken);
        }
        finally
        {
            IsEvaluating = false;
            EvalDataLoader = null;
        }
    }

    /// <summary>Goes through batches with the averaged weights, where there are some.</summary>
    private EvalLoopOutput EvaluateBy(DataLoader loader, string description, bool? lossOnly, string prefix, CancellationToken cancellationToken)
    {
        PrecisionOfRun.CastForEvaluation(this);
        using Autocast? autocast = PrecisionOfRun.Enter(this);
        using EmaWeights.Application? applied = ApplyAverage();
        bool isOver = false;
        try
        {
            EvalLoopOutput output = EvaluationLoop(loader, description, lossOnly, prefix, cancellationToken);
            isOver = true;
            return output;
        }
        catch (Exception exception) when (MemoryShortage.IsCauseOf(exception))
        {
            throw MemoryShortage.InEvaluation(Args, exception);
        }
        finally
        {
            if (!isOver && !IsInTrain)
            {
                Handler.Leave();
            }
        }
    }

    private LogEntry EvaluateOne(IEnumerable<Example> dataset, string prefix, CancellationToken cancellationToken)
    {
        RequireRows(dataset, $"The data of the evaluation \"{prefix}\" (the Trainer's EvalDataset, or what Evaluate was given)", "evaluate on");
        JobAgreement.RequireEvaluation(this, $"\"{prefix}\"", dataset);
        if (!IsRehearsing)
        {
            Memory.Start();
        }

        DataLoader loader = DealOut(GetEvalDataLoader(dataset));
        RunClock clock = new(Clock);
        bool hasMetrics = ComputeMetrics is not null || ComputeBatchMetrics is not null;
        EvalLoopOutput output = EvaluateBy(loader, "Evaluation", hasMetrics ? null : true, prefix, cancellationToken);
        AddSpeed(output, prefix, clock);
        if (IsRehearsing)
        {
            return output.Metrics;
        }

        Log(output.Metrics);
        NotANumber.Tell(this, output.Metrics);
        Handler.OnEvaluate(output.Metrics);
        Memory.StopAndAdd(output.Metrics, "eval");
        return output.Metrics;
    }

    private void AddSpeed(EvalLoopOutput output, string prefix, RunClock clock)
    {
        TimeSpan preparation = output.Metrics.TryGetValue(prefix + "_model_preparation_time", out double seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        double steps = Math.Ceiling(output.NumSamples / ((double)Args.EvalBatchSize * Processes.Size));
        SpeedMetrics.Add(output.Metrics, prefix, clock.Elapsed - preparation, output.NumSamples, steps);
    }
}
