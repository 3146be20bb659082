namespace FineTune.Training;

/// <summary>What must hold between the arguments and what the Trainer was given.</summary>
internal static class TrainerRules
{
    /// <summary>Gets what is wrong and what to do, one message a problem.</summary>
    public static IReadOnlyList<string> Check(Trainer trainer) => [.. Problems(trainer)];

    /// <summary>Gets why learning rates cannot be tried here, and what to do; null when they can.</summary>
    public static string? LrFindProblem(TrainingArguments args, ProcessGroup processes) => processes.IsAlone ? null
        : $"a test of learning rates is for one process, but {processes.Size} train together: each would try them by itself, with steps of its own rows only. Run it without the launcher"
            + (args.AcceleratorConfig.SplitBatches ? "." : $", with gradient_accumulation_steps {(long)args.GradientAccumulationSteps * processes.Size}, so that a step has the rows of all.");

    /// <summary>Gets why batches cannot be cut into one part a process, and what to do; null when they can, or need not be.</summary>
    public static string? SplitProblem(TrainingArguments args, ProcessGroup processes) => !args.AcceleratorConfig.SplitBatches || args.PerDeviceTrainBatchSize % processes.Size == 0 ? null
        : $"split_batches cuts batches of {args.PerDeviceTrainBatchSize} rows into {processes.Size} parts, one a process, and they cannot be equal. "
            + "Set per_device_train_batch_size to a multiple of the number of processes.";

    private static IEnumerable<string> Problems(Trainer trainer)
    {
        TrainingArguments args = trainer.Args;
        if (trainer.Model is PreTrainedModel model && ReferenceEquals(model.BaseModel, model))
        {
            yield return $"The model is a {model.GetType().Name}, which computes hidden states only: it has no head and so no loss. " +
                "Load it with AutoModelForSequenceClassification.FromPretrained.";
        }

        if (args.BatchEvalMetrics && trainer.ComputeMetrics is not null && trainer.ComputeBatchMetrics is null)
        {
            yield return "batch_eval_metrics is set, but ComputeMetrics needs all predictions at once. Set ComputeBatchMetrics instead.";
        }

        if (!args.BatchEvalMetrics && trainer.ComputeBatchMetrics is not null)
        {
            yield return "ComputeBatchMetrics is set, but metrics are not computed batch by batch. Set batch_eval_metrics to true.";
        }

        if (args.EvalStrategy != IntervalStrategy.No && trainer.EvalDataset is null)
        {
            yield return $"eval_strategy is {EnumSpelling<IntervalStrategy>.Of(args.EvalStrategy)}, but there is nothing to evaluate on. " +
                "Set the Trainer's EvalDataset, or eval_strategy no.";
        }

        bool evaluates = args.EvalStrategy != IntervalStrategy.No || args.EvalOnStart;
        if (evaluates && trainer.EvalDataset is { } sets && (sets.Items.Count == 0 || sets.Items.Any(item => item.Value is IReadOnlyList<Example> { Count: 0 })))
        {
            yield return $"The run evaluates, but the Trainer's EvalDataset{(sets.IsNamed && sets.Items.Count > 0 ? $" \"{sets.Items.First(item => item.Value is IReadOnlyList<Example> { Count: 0 }).Key}\"" : string.Empty)} " +
                "has no rows: there is nothing to evaluate on. Give it rows, or set eval_strategy no.";
        }

        if (args.EvalOnStart && trainer.EvalDataset is null)
        {
            yield return "eval_on_start is set, but there is nothing to evaluate on. Set the Trainer's EvalDataset.";
        }

        if (trainer.OptimizerFactory is not null && trainer.Optimizers.Optimizer is not null)
        {
            yield return "The Trainer was given both Optimizers and OptimizerFactory. Keep one.";
        }

        if (args.LayerwiseLrDecay is not null && trainer.Optimizers.Optimizer is not null)
        {
            yield return "layerwise_lr_decay makes the optimizer's parameter groups, but the Trainer was given Optimizers. Keep one.";
        }

        if (trainer.HasModelInit && trainer.Optimizers is not (null, null))
        {
            yield return "The Trainer makes its model anew for each run, so Optimizers would belong to another one. Set OptimizerFactory instead.";
        }

        if (trainer.TrainDataset is not null and not IReadOnlyList<Example> && args.MaxSteps <= 0)
        {
            yield return "The training data has no length, so the number of steps is unknown. Set max_steps.";
        }

        if (trainer.LabelNames.Count > 1)
        {
            yield return $"label_names are {string.Join(", ", trainer.LabelNames)}, but an evaluation collects one. Name the one that metrics need.";
        }

        if (trainer.ComputeLossFunc is not null && (args.ClassWeights is not null || args.FocalLossGamma is not null))
        {
            yield return $"ComputeLossFunc computes the loss, so {(args.ClassWeights is null ? "focal_loss_gamma" : "class_weights")} would have no effect. Keep one.";
        }

        if (args.ActivationCheckpointing == true && CheckpointingProblem(trainer) is { } problem)
        {
            yield return problem;
        }

        if (!trainer.Processes.IsAlone && args.AutoFindBatchSize)
        {
            yield return $"auto_find_batch_size is for one process, but {trainer.Processes.Size} train together. Set per_device_train_batch_size.";
        }

        if (SplitProblem(args, trainer.Processes) is { } unequal)
        {
            yield return unequal;
        }

        if (args.NeftuneNoiseAlpha is not null && !trainer.Model.SupportsNeftune)
        {
            yield return $"neftune_noise_alpha is set, but {trainer.Model.GetType().Name} adds no noise to its embeddings. Leave it out.";
        }
    }

    private static string? CheckpointingProblem(Trainer trainer)
    {
        if (trainer.Model is not PreTrainedModel { SupportsGradientCheckpointing: true })
        {
            return $"activation_checkpointing is set, but {trainer.Model.GetType().Name} has no layers that could be computed again. Leave it out.";
        }

        try
        {
            _ = CheckpointingSettings.Read(trainer.Args.ActivationCheckpointingKwargs);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}
