using System.Globalization;

namespace FineTune.Training;

/// <summary>One call of <c>Trainer.Train</c>: what comes before the loop, the loop, and what comes after it.</summary>
internal sealed class TrainingRun(Trainer trainer, CheckpointManager checkpoints, TerminationSignal signal)
{
    private bool _isOver;

    private TrainingArguments Args => trainer.Args;

    /// <summary>Trains, with smaller batches when memory runs out and the arguments allow it.</summary>
    public TrainOutput Execute(ResumeFrom? resumeFrom)
    {
        trainer.BeginPushes(signal.Token);
        if (resumeFrom is { Folder: null } && FinishedRun.Find(trainer) is { } finished)
        {
            return TakeOver(finished);
        }

        Checkpoint? checkpoint = resumeFrom is null ? null : checkpoints.Find(resumeFrom);
        trainer.PrepareModel();
        JobAgreement.Require(trainer);
        trainer.CheckAlike(() => RowsCheck.Require(trainer));
        MetricNames.Check(trainer);
        checkpoints.Prepare(checkpoint, isNewest: resumeFrom is { Folder: null });
        checkpoint?.LoadWeights(trainer);
        trainer.TrainBatchSize = Args.AutoFindBatchSize ? checkpoint?.State.TrainBatchSize ?? Args.TrainBatchSize : Args.TrainBatchSize;
        return Args.AutoFindBatchSize ? ExecuteFitting(checkpoint) : ExecuteOnce(checkpoint);
    }

    /// <summary>Trains, each time from the beginning, until a batch fits into memory.</summary>
    private TrainOutput ExecuteFitting(Checkpoint? checkpoint)
    {
        using AttemptState start = new(trainer, checkpoints);
        BatchSizeSearch search = new(trainer, start, signal.Token);
        while (true)
        {
            OutOfMemoryException failure;
            try
            {
                return ExecuteOnce(checkpoint);
            }
            catch (OutOfMemoryException exception) when (!_isOver && !MemoryShortage.IsOfEvaluation(exception))
            {
                failure = exception;
            }

            int failed = trainer.TrainBatchSize;
            start.Restore();
            trainer.TrainBatchSize = search.After(failed, failure);
            checkpoint = checkpoint?.Again();
        }
    }

    /// <summary>There is nothing more to train.</summary>
    private TrainOutput TakeOver(FinishedRun finished)
    {
        trainer.IsFinished = true;
        trainer.PrepareModel();
        JobAgreement.Require(trainer);
        TrainOutput output = finished.TakeOver(trainer);
        trainer.Memory.StopAndAdd([], "train");
        return output;
    }

    private TrainOutput ExecuteOnce(Checkpoint? checkpoint)
    {
        try
        {
            return ExecuteAttempt(checkpoint);
        }
        catch (Exception exception) when (MemoryShortage.IsCauseOf(exception) && !MemoryShortage.IsOfEvaluation(exception) && exception is not CheckpointException)
        {
            throw MemoryShortage.InTraining(trainer, exception);
        }
    }

    private TrainOutput ExecuteAttempt(Checkpoint? checkpoint)
    {
        trainer.BeginAverage(checkpoint);
        DataLoader loader = trainer.ShareOut(trainer.GetTrainDataLoader());
        TrainingPlan plan = trainer.PlanFor(loader);
        ResumePoint? resume = trainer.BeginState(plan, checkpoint);
        trainer.BeginOptimization(plan.MaxSteps);
        trainer.CheckAlike(trainer.RequireTrainedParameters); // An optimizer of the caller's own may have chosen them.
        checkpoint?.LoadOptimization(trainer);
        trainer.TrainDataLoader = loader;
        trainer.ResumedFrom = resume is null ? null : checkpoint?.Folder;
        Announce(plan, resume);
        checkpoints.CheckSpace(plan);
        checkpoints.Begin();

        int firstStep = trainer.State.GlobalStep;
        RunClock clock = new(trainer.Clock);
        trainer.InitialTokensSeen = trainer.State.NumInputTokensSeen;
        trainer.Model.ZeroGrad();
        StepActions actions = new(trainer, checkpoints, clock);
        TrainingLoop loop = new(trainer, plan, loader, actions, signal.Token);
        try
        {
            loop.Run(resume);
        }
        catch (InterruptedTrainingException interruption)
        {
            throw Interrupted(interruption, firstStep);
        }

        _isOver = true;
        loop.Report(clock.Elapsed);
        TrainOutput output = Finish(plan, clock, firstStep, isLossOfWholeRun: checkpoint?.Progress is not null || firstStep == 0);
        if (trainer.State.GlobalStep < plan.MaxSteps && !loop.IsTimeOver)
        {
            checkpoints.EndEarly();
        }

        return output;
    }

    private TrainOutput Finish(TrainingPlan plan, RunClock clock, int firstStep, bool isLossOfWholeRun)
    {
        checkpoints.Wait();
        if (Args.AutoFindBatchSize)
        {
            Runtime.BufferPool.Trim(); // Memory is short, and what comes now needs other memory than steps did.
        }

        RunProgress progress = trainer.Progress;
        int step = trainer.State.GlobalStep;
        int steps = step - firstStep;
        double trainLoss = (progress.TotalLoss + progress.RunningLoss) / Math.Max(isLossOfWholeRun ? step : steps, 0.001);

        LogEntry metrics = [];
        SpeedMetrics.Add(metrics, "train", clock.Elapsed, plan.NumTrainSamples * steps / Math.Max(plan.MaxSteps, 1), steps);
        trainer.StoreFlos();
        metrics.Set("total_flos", trainer.State.TotalFlosValue);
        metrics["train_loss"] = trainLoss;
        trainer.Memory.StopAndAdd(metrics, "train");
        trainer.Log(metrics, elapsed: null);

        trainer.EndAverage();
        checkpoints.LoadBestModel();
        checkpoints.DeleteAllButBest();
        trainer.SettlePushes(signal.Token);
        trainer.Handler.OnTrainEnd();
        return new TrainOutput(step, trainLoss, metrics);
    }

    /// <summary>Saves what was trained, and says where.</summary>
    private Exception Interrupted(InterruptedTrainingException interruption, int firstStep)
    {
        int step = trainer.State.GlobalStep;
        string? saved = step > 0 && (step > firstStep || interruption.IsPending) ? checkpoints.SaveInterrupted(interruption.IsPending) : checkpoints.NewestFolder();
        string kept = saved is null
            ? "No step was finished, so there is no checkpoint."
            : $"The last good checkpoint is {saved}.";
        return interruption.InnerException switch
        {
            NonFiniteLossException bad => new NonFiniteLossException($"{bad.Message} {kept}", bad.Step, bad.Rows, bad.Culprit),
            _ => new InterruptedRunException($"Training was interrupted after step {step}. {kept}{HowToGoOn(saved)}", Args.FastDevRun ? null : Args.OutputDir, interruption.InnerException, signal.Cause),
        };
    }

    /// <summary>The command has words of its own for it.</summary>
    private string HowToGoOn(string? saved) => trainer.Command is not null || Args.FastDevRun ? string.Empty
        : saved is null ? " Run again, with trainer.Train(), from the beginning."
        : " Run again, with trainer.Train(ResumeFrom.LastCheckpoint), to go on.";

    private void Announce(TrainingPlan plan, ResumePoint? resume)
    {
        long trainable = trainer.GetNumTrainableParameters();
        trainer.Messages.Info(
            LogEvent.RunBegins,
            $"""
            ***** Running training *****
              Num examples = {plan.NumExamples:N0}
              Num Epochs = {plan.NumTrainEpochs:N0}
              Num update steps per epoch = {plan.UpdateStepsPerEpoch:N0}
              Instantaneous batch size per device = {trainer.TrainBatchSize:N0}
              Total train batch size (w. parallel, distributed & accumulation) = {plan.TotalTrainBatchSize:N0}
              Gradient Accumulation steps = {plan.GradientAccumulationSteps}
              Total optimization steps = {plan.MaxSteps:N0}
              Number of trainable parameters = {trainable:N0}
            """);
        if (resume is not null)
        {
            trainer.Messages.Info(LogEvent.RunResumes, $"  Resuming from step {resume.GlobalStep}, epoch {trainer.Progress.Epoch}, batch {trainer.Progress.BatchesInEpoch} of it");
        }
    }
}
