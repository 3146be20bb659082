using FineTune.Autograd;

namespace FineTune.Training;

/// <summary>One pass over batches without gradients: predict, collect, work out metrics.</summary>
internal sealed class EvaluationLoop
{
    private readonly Trainer _trainer;
    private readonly DataLoader _loader;
    private readonly bool _lossOnly;
    private readonly bool _keepsBatches;
    private readonly string _prefix;
    private readonly TensorStore _predictions;
    private readonly TensorStore _labels;
    private readonly TensorStore _inputs;
    private readonly OtherOutputs _others;
    private readonly EvaluationExchange _exchange;
    private readonly List<float> _losses = [];
    private IReadOnlyDictionary<string, double>? _metrics;
    private long _observed;

    /// <summary>Initializes the pass.</summary>
    /// <param name="trainer">Whose model and functions are used.</param>
    /// <param name="loader">The batches.</param>
    /// <param name="lossOnly">Whether scores are not needed.</param>
    /// <param name="keepsBatches">Whether predictions are kept to the end.</param>
    /// <param name="prefix">What the names of the metrics begin with.</param>
    public EvaluationLoop(Trainer trainer, DataLoader loader, bool lossOnly, bool keepsBatches, string prefix)
    {
        (_trainer, _loader, _lossOnly, _keepsBatches, _prefix) = (trainer, loader, lossOnly, keepsBatches, prefix);
        int? rows = Args.EvalDoConcatBatches ? KnownRows() : null;
        (_predictions, _labels, _inputs) = (new TensorStore(rows), new TensorStore(rows), new TensorStore(rows));
        _others = new OtherOutputs(trainer.IgnoredKeys, rows);
        _exchange = new EvaluationExchange(trainer.Processes, trainer.IsRehearsing);
    }

    private TrainingArguments Args => _trainer.Args;

    public EvalLoopOutput Run(string description, CancellationToken cancellation)
    {
        Prepare(description);
        using (AutogradMode.NoGrad())
        using (PackedWeights packed = new())
        using (_loader.Count == 1 ? default : packed.Open()) // Not for a single batch, which would pay for it with nothing to gain.
        {
            _loader.RentsBatches = true;
            using IEnumerator<Batch> batches = _loader.GetEnumerator();
            bool has = batches.MoveNext();
            for (bool more = _exchange.Begin(has); more;)
            {
                _exchange.ThrowIfCancelled(cancellation);
                Batch? batch = has ? batches.Current : null;
                more = has = has && batches.MoveNext();
                Evaluate(batch, ref more, cancellation);
                batch?.Release();
                if (!_trainer.IsRehearsing)
                {
                    _trainer.Handler.OnPredictionStep();
                }
            }
        }

        TensorBase? predictions = _predictions.ToTensor();
        TensorBase? labels = _labels.ToTensor();
        if (predictions is not null && labels is not null && !Args.BatchEvalMetrics && _exchange.ComputesMetrics)
        {
            _metrics = Compute(() => _trainer.ComputeMetrics?.Invoke(WholePrediction((Tensor)predictions, labels)));
        }

        _metrics = _exchange.Share(_metrics);
        long samples = _loader.NumExamples is > 0 and { } count ? count : _observed;
        return new EvalLoopOutput((Tensor?)predictions, labels, NamedMetrics(), samples) { OtherPredictions = _others.ToTensors() };
    }

    /// <summary>How many rows the batches of all processes will have, where their number is known.</summary>
    private int? KnownRows() =>
        _loader.NumExamples is { } count ? count - (_loader.DropLast && BatchSize is { } size ? count % size : 0) : null;

    /// <summary>Gets how many examples a full batch has, which need not be what the arguments say; null where the caller's sampler does not tell.</summary>
    private int? BatchSize => _loader.BatchSampler switch
    {
        null => _loader.BatchSize,
        BatchSampler sampler => sampler.BatchSize,
        _ => null,
    };

    private IReadOnlyDictionary<string, double>? Compute(Func<IReadOnlyDictionary<string, double>?> metrics)
    {
        try
        {
            return metrics();
        }
        catch (Exception exception) when (_trainer.IsRehearsing)
        {
            throw new MetricFailedException(exception);
        }
    }

    private void Prepare(string description)
    {
        RunClock clock = new(_trainer.Clock);
        _trainer.Checkpoints.KeepWeights(); // Metrics are the caller's own code.
        _trainer.Model.Eval();
        if (_trainer.IsRehearsing)
        {
            return;
        }

        _trainer.Optimizer?.Eval();
        PrecisionOfRun.CastForEvaluation(_trainer);
        if (!_trainer.IsInTrain && _trainer.Optimizer is null && !_trainer.IsFinished)
        {
            _trainer.ModelPreparationTime ??= PythonNumber.Round(clock.Elapsed.TotalSeconds, 4);
        }

        string examples = _loader.NumExamples?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "Unknown";
        _trainer.Messages.Info(LogEvent.Evaluating, $"***** Running {description} *****\n  Num examples = {examples}\n  Batch size = {Args.EvalBatchSize}");
    }

    /// <summary>Predicts this process's batch of a round, if there is one for it, and keeps what all predicted.</summary>
    private void Evaluate(Batch? batch, ref bool more, CancellationToken cancellation)
    {
        using TensorScope scope = new();
        IReadOnlyList<PredictedBatch> round = _exchange.Round(batch is null ? null : Predict(batch), ref more, cancellation);
        for (int i = 0; i < round.Count; i++)
        {
            Take(round[i], isLast: !more && i == round.Count - 1);
        }
    }

    private PredictedBatch Predict(Batch batch)
    {
        _trainer.PredictedOutput = null;
        (Tensor? loss, Tensor? logits, TensorBase? labels) = _trainer.PredictionStep(_trainer.Model, batch, _lossOnly);
        logits = _trainer.IgnoredKeys.Contains("logits") ? null : logits;
        if (logits is not null)
        {
            logits = _trainer.PreprocessLogitsForMetrics?.Invoke(logits, labels) ?? logits;
        }

        TensorBase? inputs = Args.IncludeForMetrics.HasFlag(IncludeForMetrics.Inputs) ? batch[_trainer.MainInputName] : null;
        IReadOnlyDictionary<string, IReadOnlyList<Tensor>>? others = _keepsBatches && !_lossOnly && _trainer.PredictedOutput is { } output ? _others.Of(output) : null;
        return new PredictedBatch(batch.Size, loss?.Item(), logits, labels, inputs, others);
    }

    private void Take(PredictedBatch batch, bool isLast)
    {
        _observed += batch.Size;
        if (batch.Loss is { } value)
        {
            _losses.AddRange(Enumerable.Repeat(value, Weight(batch, isLast)));
        }

        if (_keepsBatches)
        {
            Keep(_predictions, batch.Logits);
            Keep(_labels, batch.Labels);
            Keep(_inputs, batch.Inputs);
            _others.Add(batch.Others);
        }

        if (Args.BatchEvalMetrics && batch is { Logits: { } logits, Labels: { } labels } && _exchange.ComputesMetrics && _trainer.ComputeBatchMetrics is { } compute)
        {
            EvalPrediction prediction = new(logits, labels) { Inputs = batch.Inputs, Losses = LossesOf(batch.Loss, logits.Shape[0]) };
            _metrics = Compute(() => compute(prediction, isLast)) ?? _metrics;
        }
    }

    /// <summary>
    /// How often a batch's loss counts: as often as a full batch has examples by the arguments, but in a last batch only as often as it has, which the
    /// length of the data says, or the batch where that is not known.
    /// </summary>
    private int Weight(PredictedBatch batch, bool isLast)
    {
        int remainder = !isLast || _loader.DropLast ? 0 : _loader.NumExamples is not { } count ? batch.Size : BatchSize is { } size ? count % size : 0;
        return remainder > 0 ? Math.Min(remainder, Args.EvalBatchSize) : Args.EvalBatchSize;
    }

    private static void Keep(TensorStore store, TensorBase? tensor)
    {
        if (tensor is not null)
        {
            store.Add(tensor);
        }
    }

    private Tensor? LossesOf(float? loss, int count) => loss is { } value && Args.IncludeForMetrics.HasFlag(IncludeForMetrics.Loss)
        ? Tensor.Full(new Shape(count), value)
        : null;

    private EvalPrediction WholePrediction(Tensor predictions, TensorBase labels) => new(predictions, labels)
    {
        Inputs = _inputs.ToTensor(),
        Losses = Args.IncludeForMetrics.HasFlag(IncludeForMetrics.Loss) && _losses.Count > 0 ? Tensor.From([.. _losses], new Shape(_losses.Count)) : null,
        Batches = Args.EvalDoConcatBatches ? null : Batches(),
        OtherPredictions = _others.ToTensors(),
    };

    private List<EvalPrediction> Batches()
    {
        List<EvalPrediction> batches = [];
        for (int i = 0; i < _predictions.Batches.Count; i++)
        {
            batches.Add(new EvalPrediction((Tensor)_predictions.Batches[i], _labels.Batches[i])
            {
                Inputs = i < _inputs.Batches.Count ? _inputs.Batches[i] : null,
            });
        }

        return batches;
    }

    /// <summary>The loss first, then the metrics, all with the prefix: in the order the reference leaves them.</summary>
    private LogEntry NamedMetrics()
    {
        LogEntry named = [];
        string start = _prefix + "_";
        KeyValuePair<string, double>[] metrics = [.. _metrics ?? new Dictionary<string, double>()];
        foreach ((string key, double value) in metrics.Where(pair => pair.Key.StartsWith(start, StringComparison.Ordinal)))
        {
            named[key] = value;
        }

        float[] losses = [.. Args.LoggingNanInfFilter == true && _losses.Exists(float.IsFinite) ? _losses.Where(float.IsFinite) : _losses];
        if (losses.Length > 0)
        {
            named[start + "loss"] = NumpyMean.Of(losses);
        }

        if (_trainer.ModelPreparationTime is { } time)
        {
            named[start + "model_preparation_time"] = time;
        }

        foreach ((string key, double value) in metrics.Where(pair => !pair.Key.StartsWith(start, StringComparison.Ordinal)))
        {
            named[start + key] = value;
        }

        return named;
    }
}
