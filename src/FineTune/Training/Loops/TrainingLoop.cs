namespace FineTune.Training;

/// <summary>
/// Epochs, optimizer steps and batches, in the order that <see cref="TrainerCallback"/> shows. What happens to a batch is the Trainer's
/// <c>TrainingStep</c>; when to log, evaluate and save is decided by callbacks.
/// </summary>
internal sealed partial class TrainingLoop
{
    private readonly Trainer _trainer;
    private readonly TrainingPlan _plan;
    private readonly DataLoader _loader;
    private readonly StepActions _actions;
    private readonly CancellationToken _cancellation;
    private readonly Deadline _deadline;
    private readonly Parameter[] _parameters;
    private readonly StepExchange _exchange;
    private SafePoint _safePoint;

    public TrainingLoop(Trainer trainer, TrainingPlan plan, DataLoader loader, StepActions actions, CancellationToken cancellation)
    {
        (_trainer, _plan, _loader, _actions, _cancellation) = (trainer, plan, loader, actions, cancellation);
        _deadline = new Deadline(trainer.Clock, trainer.Args.MaxTime);
        _parameters = [.. trainer.Model.Parameters()];
        _exchange = StepExchange.For(trainer, _parameters);
        _safePoint = TakeSafePoint(isPending: false);
    }

    /// <summary>Gets whether <c>max_time</c> ended the run, which another call goes on with.</summary>
    public bool IsTimeOver { get; private set; }

    private TrainerControl Control => _trainer.Control;

    private RunProgress Progress => _trainer.Progress;

    private bool MustLeaveEpoch => Control.ShouldEpochStop || Control.ShouldTrainingStop;

    /// <summary>Says what the other processes cost.</summary>
    /// <param name="elapsed">How long training took.</param>
    public void Report(TimeSpan elapsed) => _exchange.Report(elapsed);

    /// <summary>Runs from the beginning, or from where a checkpoint left off.</summary>
    /// <exception cref="InterruptedTrainingException">It was cancelled, or a loss was not finite; everything is as after the last finished step.</exception>
    public void Run(ResumePoint? resume)
    {
        try
        {
            _trainer.Handler.OnTrainBegin();
            _ = _exchange.Agree(); // What comes next may be an evaluation, or nothing at all.
            _randomToRestore = resume?.RandomState;
            if (resume is null && _trainer.Args.EvalOnStart)
            {
                _ = _actions.Evaluate(stepScheduler: false, _cancellation);
            }

            _safePoint = TakeSafePoint(isPending: false);
            long firstEpoch = resume is null ? 0 : Resume(resume);
            if (resume is null || !Control.ShouldTrainingStop)
            {
                RunEpochs(firstEpoch);
            }
        }
        catch (Exception exception) when (_trainer.IsAgreed(exception))
        {
            _safePoint.Restore(_trainer);
            ZeroGrad();
            throw new InterruptedTrainingException(_safePoint.IsPending, exception);
        }
    }

    private void RunEpochs(long firstEpoch)
    {
        for (long epoch = firstEpoch; epoch < _plan.NumTrainEpochs; epoch++)
        {
            (Progress.Epoch, Progress.BatchesInEpoch, Progress.IsEpochOver) = (checked((int)epoch), 0, false);
            (Progress.GradNorm, Progress.LearningRate) = (null, null);
            _trainer.Handler.OnEpochBegin();
            RunBatches();
            EndEpoch();
            if (Control.ShouldTrainingStop)
            {
                break;
            }
        }
    }

    private void RunBatches()
    {
        _loader.SetEpoch(Progress.Epoch);
        _loader.RentsBatches = true;
        int skipped = checked((int)Progress.BatchesInEpoch);
        if (skipped == 0)
        {
            RestoreRandom();
            Progress.EpochRandom = _trainer.Generator.GetState();
        }
        else if (Progress.EpochRandom is { } random)
        {
            _trainer.Generator.SetState(random);
        }

        DataLoader loader = skipped == 0 ? _loader : _loader.SkipFirstBatches(skipped);
        using IEnumerator<Batch> batches = loader.GetEnumerator();
        bool any = skipped > 0;
        for (int update = skipped / _plan.GradientAccumulationSteps; update < _plan.UpdateStepsPerEpoch; update++)
        {
            List<Batch> group = Fetch(batches, _plan.BatchesOf(update));
            StepTotals step = _exchange.Begin(group, _cancellation);
            if (step.Batches == 0)
            {
                break;
            }

            any = true;
            RestoreRandom();
            try
            {
                RunStep(group, step);
            }
            catch
            {
                _exchange.GiveUp();
                throw;
            }

            group.ForEach(batch => batch.Release());
            if (MustLeaveEpoch)
            {
                break; // Asked before the first step, it is looked at after it, as in the reference.
            }
        }

        if (!any)
        {
            _trainer.Messages.Warning(
                LogEvent.RunStops,
                $"The training data gave no example in epoch {Progress.Epoch + 1}; training stops at step {_trainer.State.GlobalStep} of {_plan.MaxSteps}.");
            Control.ShouldTrainingStop = true;
        }
    }

    private static List<Batch> Fetch(IEnumerator<Batch> batches, int count)
    {
        List<Batch> group = new(count);
        while (group.Count < count && batches.MoveNext())
        {
            group.Add(batches.Current);
        }

        return group;
    }

    private void RunStep(List<Batch> group, StepTotals step)
    {
        _trainer.CurrentGradientAccumulationSteps = step.Batches;
        _trainer.WeightOfStep = step.Weight;
        bool leaves = false;
        for (int i = 0; i < step.Rounds && !leaves; i++)
        {
            _exchange.ThrowIfCancelled(_cancellation);
            if (i == 0)
            {
                _trainer.Handler.OnStepBegin();
            }

            if (i < group.Count)
            {
                _exchange.BeginBatch(isLast: i == step.Rounds - 1);
                RunBatch(group[i], step.Items);
            }

            if (i < step.Rounds - 1)
            {
                _trainer.Handler.OnSubstepEnd();
                leaves = MustLeaveEpoch;
            }
        }

        if (_exchange.End(leaves))
        {
            ZeroGrad();
            return;
        }

        ApplyGradients(group);
        Progress.BatchesInEpoch += group.Count;
        CountStep();
        DoActions(isEpochEnd: false);
    }

    private void RunBatch(Batch batch, long items)
    {
        _exchange.Add(batch, _trainer.RunTrainingStep(batch, items));
        Progress.CurrentFlos = (Progress.CurrentFlos ?? 0) + _trainer.FloatingPointOps(batch);
        _trainer.TrackNumInputTokens(batch);
    }

    private void ApplyGradients(List<Batch> group)
    {
        double limit = _trainer.Args.MaxGradNorm;
        float norm = limit > 0 ? GradientClipping.ClipGradNorm(_parameters, limit) : GradientClipping.GetTotalNorm(_parameters);
        if (!float.IsFinite(norm) && _trainer.Args.LoggingNanInfFilter is null)
        {
            throw _exchange.BadGradient(group, norm);
        }

        Progress.GradNorm = norm;
        _trainer.Handler.OnPreOptimizerStep();
        _trainer.Checkpoints.KeepWeights();
        _trainer.Optimizer!.Step();
        _trainer.Average?.Update();
        _trainer.Handler.OnOptimizerStep();
        Progress.LearningRate = _trainer.GetLearningRate();
        if (_trainer.LrScheduler is not MetricLrScheduler)
        {
            _trainer.LrScheduler!.Step();
        }

        ZeroGrad();
    }

    private void CountStep()
    {
        TrainerState state = _trainer.State;
        state.GlobalStep++;
        state.EpochValue = Progress.Epoch + (Progress.BatchesInEpoch / (double)_plan.StepsInEpoch);
        _trainer.Handler.OnStepEnd();
        if (_exchange.Agree(_deadline.IsOver) && !Control.ShouldTrainingStop)
        {
            _trainer.Messages.Info(LogEvent.RunStops, $"max_time is over: training stops at step {state.GlobalStep} of {_plan.MaxSteps}.");
            IsTimeOver = true;
            Control.ShouldTrainingStop = true;
            Control.ShouldSave |= _trainer.Args.SaveStrategy != SaveStrategy.No;
        }

        NoteWhetherStopped();
    }

    private void NoteWhetherStopped() =>
        Progress.IsStopped = Control.ShouldTrainingStop && !IsTimeOver && _trainer.State.GlobalStep < _plan.MaxSteps;

    private void EndEpoch()
    {
        Progress.IsEpochOver = true;
        _trainer.Handler.OnEpochEnd();
        _ = _exchange.Agree();
        DoActions(isEpochEnd: true);
    }

    /// <summary>Logs, evaluates and saves, if it is asked for.</summary>
    private void DoActions(bool isEpochEnd)
    {
        Progress.IsEpochOver = isEpochEnd;
        bool acts = Control is { ShouldLog: true } or { ShouldEvaluate: true } or { ShouldSave: true };
        if (Control.ShouldLog)
        {
            _actions.MaybeLog();
            _ = _exchange.Agree(); // A callback that was told of the log may want what comes now.
        }

        if (Control.ShouldEvaluate)
        {
            _safePoint = TakeSafePoint(isPending: true);
            _actions.EvaluateAndCompare(_cancellation);
            _ = _exchange.Agree();
            NoteWhetherStopped();
        }

        _actions.MaybeSave();
        if (acts)
        {
            _ = _exchange.Agree(); // Callbacks were told of a log or a checkpoint.
        }

        _safePoint = TakeSafePoint(isPending: false);
    }

    private SafePoint TakeSafePoint(bool isPending) => SafePoint.Take(_trainer, _randomToRestore, isPending);

    private void ZeroGrad()
    {
        foreach (Parameter parameter in _parameters)
        {
            parameter.ZeroGrad();
        }
    }
}
