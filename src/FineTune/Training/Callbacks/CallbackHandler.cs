namespace FineTune.Training;

/// <summary>The callbacks of a Trainer in their order; the only place that calls them.</summary>
internal sealed class CallbackHandler
{
    private readonly List<TrainerCallback> _callbacks;
    private readonly Func<TrainerContext> _context;
    private readonly TrainerLog _log;
    private readonly bool _isMain;

    /// <summary>Initializes the list.</summary>
    /// <param name="callbacks">The callbacks to begin with.</param>
    /// <param name="context">Makes the context an event is called with.</param>
    /// <param name="log">Where warnings go.</param>
    /// <param name="isMain">Whether those are called that speak for all processes.</param>
    public CallbackHandler(IEnumerable<TrainerCallback> callbacks, Func<TrainerContext> context, TrainerLog log, bool isMain)
    {
        (_callbacks, _context, _log, _isMain) = ([], context, log, isMain);
        foreach (TrainerCallback callback in callbacks)
        {
            Add(callback);
        }
    }

    public IReadOnlyList<TrainerCallback> Callbacks => _callbacks;

    public void Add(TrainerCallback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (_callbacks.Exists(present => present.GetType() == callback.GetType()))
        {
            _log.Warning(LogEvent.Settings, $"There are two callbacks of the type {callback.GetType().Name} now: {string.Join(", ", Names)}, {callback.GetType().Name}.");
        }

        _callbacks.Add(callback);
    }

    /// <summary>Takes the first callback of a type out.</summary>
    /// <returns>It, or null when there is none.</returns>
    public T? Pop<T>()
        where T : TrainerCallback
    {
        T? callback = _callbacks.OfType<T>().FirstOrDefault();
        return callback is not null && _callbacks.Remove(callback) ? callback : null;
    }

    public bool Remove(TrainerCallback callback) => _callbacks.Remove(callback);

    public void OnInitEnd() => Each((callback, context) => callback.OnInitEnd(context));

    public void OnTrainBegin() => Each((callback, context) => callback.OnTrainBegin(context), control => control.NewTraining());

    public void OnTrainEnd() => Each((callback, context) => callback.OnTrainEnd(context));

    public void OnEpochBegin() => Each((callback, context) => callback.OnEpochBegin(context), control => control.NewEpoch());

    public void OnEpochEnd() => Each((callback, context) => callback.OnEpochEnd(context));

    public void OnStepBegin() => Each((callback, context) => callback.OnStepBegin(context), control => control.NewStep());

    public void OnPreOptimizerStep() => Each((callback, context) => callback.OnPreOptimizerStep(context));

    public void OnOptimizerStep() => Each((callback, context) => callback.OnOptimizerStep(context));

    public void OnSubstepEnd() => Each((callback, context) => callback.OnSubstepEnd(context));

    public void OnStepEnd() => Each((callback, context) => callback.OnStepEnd(context));

    public void OnEvaluate(LogEntry metrics) =>
        Each((callback, context) => callback.OnEvaluate(context, metrics), control => control.ShouldEvaluate = false);

    public void OnPredict(LogEntry metrics) => Each((callback, context) => callback.OnPredict(context, metrics));

    public void OnSave() => Each((callback, context) => callback.OnSave(context), control => control.ShouldSave = false);

    public void OnLog(LogEntry logs) => Each((callback, context) => callback.OnLog(context, logs), control => control.ShouldLog = false);

    public void OnPredictionStep() => Each((callback, context) => callback.OnPredictionStep(context));

    /// <summary>What is going on is left before its end.</summary>
    public void Leave()
    {
        foreach (TrainerCallback callback in Callbacks)
        {
            callback.Leave();
        }
    }

    public void OnPushBegin() => Each((callback, context) => callback.OnPushBegin(context));

    private IEnumerable<string> Names => _callbacks.Select(callback => callback.GetType().Name);

    private void Each(Action<TrainerCallback, TrainerContext> call, Action<TrainerControl>? before = null)
    {
        TrainerContext context = _context();
        before?.Invoke(context.Control);
        foreach (TrainerCallback callback in _callbacks.Where(callback => _isMain || !callback.SpeaksForAll).ToArray())
        {
            call(callback, context);
        }
    }
}
