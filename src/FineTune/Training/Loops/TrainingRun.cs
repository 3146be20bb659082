using System.Globalization;

namespace FineTune.Training;

/// <summary>One call of <c>Trainer.Train</c>: what comes before the loop, the loop, and what comes after it.</summary>
internal sealed class TrainingRun(Trainer trainer, CheckpointManager checkpoints, TerminationSignal signal)
{
    private TrainingArguments Args => trainer.Args;

    /// <summary>Trains, with smaller batches when memory runs out and the arguments allow it.</summary>
    public TrainOutput Execute(ResumeFrom? resumeFrom)
    {
        trainer.BeginPushes(signal.Token);
        Checkpoint? checkpoint = resumeFrom is null ? null : checkpoints.Find(resumeFrom);
        trainer.PrepareModel();
        MetricNames.Check(trainer);
        checkpoints.Begin(checkpoint, isNewest: resumeFrom is { Folder: null });
        checkpoint?.LoadWeights(trainer);
        trainer.BeginAverage(checkpoint);
        trainer.TrainBatchSize = Args.AutoFindBatchSize ? checkpoint?.State.TrainBatchSize ?? Args.TrainBatchSize : Args.TrainBatchSize;
        while (true)
        {
            try
            {
                return ExecuteOnce(checkpoint);
            }
            catch (OutOfMemoryException exception) when (Args.AutoFindBatchSize && !trainer.IsEvaluating)
            {
                ReduceBatch(exception);
            }
        }
    }

    private TrainOutput ExecuteOnce(Checkpoint? checkpoint)
    {
        DataLoader loader = trainer.GetTrainDataLoader();
        TrainingPlan plan = TrainingPlan.For(Args, loader.Count, loader.NumExamples, trainer.TrainBatchSize);
        ResumePoint? resume = trainer.BeginState(plan, checkpoint);
        trainer.BeginOptimization(plan.MaxSteps);
        checkpoint?.LoadOptimization(trainer);
        trainer.TrainDataLoader = loader;
        Announce(plan, resume);
        checkpoints.CheckSpace(plan);

        int firstStep = trainer.State.GlobalStep;
        RunClock clock = new(trainer.Clock);
        trainer.InitialTokensSeen = trainer.State.NumInputTokensSeen;
        trainer.Model.ZeroGrad();
        StepActions actions = new(trainer, checkpoints, clock);
        try
        {
            new TrainingLoop(trainer, plan, loader, actions, signal.Token).Run(resume);
        }
        catch (InterruptedTrainingException interruption)
        {
            throw Interrupted(interruption, firstStep);
        }

        return Finish(plan, clock, firstStep, isLossOfWholeRun: checkpoint?.Progress is not null || firstStep == 0);
    }

    private TrainOutput Finish(TrainingPlan plan, RunClock clock, int firstStep, bool isLossOfWholeRun)
    {
        checkpoints.Wait();
        RunProgress progress = trainer.Progress;
        progress.TotalLoss += progress.RunningLoss;
        progress.RunningLoss = 0;
        int step = trainer.State.GlobalStep;
        int steps = step - firstStep;
        double trainLoss = progress.TotalLoss / Math.Max(isLossOfWholeRun ? step : steps, 0.001);

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
            _ => new OperationCanceledException($"Training was interrupted after step {step}. {kept}", interruption.InnerException, signal.Cause),
        };
    }

    private void ReduceBatch(OutOfMemoryException exception)
    {
        int smaller = (int)(trainer.TrainBatchSize * 0.9);
        if (smaller == 0)
        {
            throw new InvalidOperationException("There is not enough memory for a batch of one example. Shorten the texts (max_seq_length), or use a smaller model.", exception);
        }

        trainer.Messages.Warning($"Memory ran out with batches of {trainer.TrainBatchSize}; training starts again with batches of {smaller} (auto_find_batch_size).");
        trainer.TrainBatchSize = smaller;
    }

    private void Announce(TrainingPlan plan, ResumePoint? resume)
    {
        long trainable = trainer.GetNumTrainableParameters();
        trainer.Messages.Info(string.Create(
            CultureInfo.InvariantCulture,
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
            """));
        if (resume is not null)
        {
            trainer.Messages.Info($"  Resuming from step {resume.GlobalStep}, epoch {trainer.Progress.Epoch}, batch {trainer.Progress.BatchesInEpoch} of it");
        }
    }
}
