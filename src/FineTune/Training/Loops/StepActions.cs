namespace FineTune.Training;

/// <summary>What may follow an optimizer step or an epoch: a log, an evaluation, a checkpoint.</summary>
internal sealed class StepActions(Trainer trainer, CheckpointManager checkpoints, RunClock clock)
{
    private TrainerControl Control => trainer.Control;

    /// <summary>Logs the mean loss of the steps since the last log.</summary>
    public void MaybeLog()
    {
        RunProgress progress = trainer.Progress;
        int step = trainer.State.GlobalStep;
        if (!Control.ShouldLog || step <= progress.LastLoggedStep)
        {
            return;
        }

        double loss = progress.RunningLoss;
        LogEntry logs = new() { ["loss"] = loss / (step - progress.LastLoggedStep) };
        if (progress.GradNorm is { } norm)
        {
            logs["grad_norm"] = norm;
        }

        logs["learning_rate"] = progress.LearningRate ?? trainer.GetLearningRate();
        progress.LastLoggedLoss = logs["loss"];
        progress.TotalLoss += loss;
        progress.RunningLoss = 0;
        progress.LastLoggedStep = step;
        trainer.StoreFlos();
        trainer.Log(logs, clock.Elapsed);
    }

    /// <summary>Evaluates, and lets a schedule that follows a metric move.</summary>
    public LogEntry Evaluate(bool stepScheduler, CancellationToken cancellation)
    {
        LogEntry metrics = trainer.Evaluate(cancellationToken: cancellation);
        if (stepScheduler && trainer.LrScheduler is MetricLrScheduler scheduler)
        {
            scheduler.Step(BestMetric.ValueOf(trainer.Args, metrics));
        }

        return metrics;
    }

    /// <summary>Evaluates and compares with the best so far.</summary>
    public void EvaluateAndCompare(CancellationToken cancellation)
    {
        LogEntry metrics = Evaluate(stepScheduler: true, cancellation);
        bool isBest = BestMetric.Update(trainer.Args, trainer.State, metrics);
        if (trainer.Args.SaveStrategy == SaveStrategy.Best)
        {
            Control.ShouldSave = isBest;
        }
    }

    /// <summary>Saves a checkpoint, with the weights to evaluate: a schedule-free optimizer trains others.</summary>
    public void MaybeSave()
    {
        checkpoints.Observe();
        if (Control.ShouldSave)
        {
            trainer.Optimizer?.Eval();
            checkpoints.Save();
            if (trainer.Processes.Any(trainer.Handler.Callbacks.Any(LooksAtSaves)))
            {
                checkpoints.Wait();
                trainer.Processes.Barrier();
            }

            if (trainer.PushesCheckpoints)
            {
                trainer.Handler.OnPushBegin();
            }

            trainer.Handler.OnSave();
        }
    }

    /// <summary>A callback that does something when a checkpoint is saved may look into its folder: it has to be there by then.</summary>
    private static bool LooksAtSaves(TrainerCallback callback) => ((Action<TrainerContext>)callback.OnSave).Method.DeclaringType != typeof(TrainerCallback);
}
