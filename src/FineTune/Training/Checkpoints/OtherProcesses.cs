namespace FineTune.Training;

/// <summary>What going on with another number of processes than a checkpoint was saved by means for the position in the data.</summary>
/// <param name="then">The arguments it was saved with; null for one the reference wrote, which does not say.</param>
/// <param name="processesThen">How many processes saved it.</param>
/// <param name="now">The arguments of the run that goes on.</param>
/// <param name="processes">How many processes it has.</param>
/// <param name="plan">Its steps.</param>
internal sealed class OtherProcesses(TrainingArguments? then, int processesThen, TrainingArguments now, int processes, TrainingPlan plan)
{
    /// <summary>Says what is the same and what is not.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="state">Its state.</param>
    /// <param name="progress">Its progress; null for one the reference wrote.</param>
    /// <param name="log">Where to say it.</param>
    /// <exception cref="CheckpointException">The run would silently go on at another row.</exception>
    public void Tell(string folder, TrainerState state, RunProgress? progress, TrainerLog log)
    {
        string saved = $"{folder} was saved by {processesThen} process{(processesThen == 1 ? string.Empty : "es")}, and gone on with by {processes}";
        if (!now.IgnoreDataSkip && Problem(state, progress) is { } problem)
        {
            throw new CheckpointException($"{saved}: {problem}, or set ignore_data_skip to go on at the beginning of the epoch.");
        }

        log.Warning(LogEvent.Settings, $"{saved}: {Sentence()}. Random numbers such as those of dropout are others.");
    }

    private static long RowsOfRound(TrainingArguments args, int count) => (long)args.PerDeviceTrainBatchSize * (args.AcceleratorConfig.SplitBatches ? 1 : count);

    private static long RowsOfStep(TrainingArguments args, int count) => RowsOfRound(args, count) * args.GradientAccumulationSteps;

    private string? Problem(TrainerState state, RunProgress? progress)
    {
        long after = RowsOfStep(now, processes);
        if (then is null)
        {
            long round = state.TrainBatchSize is { } size ? size * (now.AcceleratorConfig.SplitBatches ? 1L : processesThen) : 1;
            return after % round != 0
                ? $"a step had {round} rows then, or a multiple of that, and would have {after} now, so that the position in the data and the schedule would be others. "
                    + "Choose per_device_train_batch_size and gradient_accumulation_steps so that a step has as many rows as then"
                : state.MaxSteps != plan.MaxSteps || state.NumTrainEpochs != plan.NumTrainEpochs
                ? $"the run had {state.MaxSteps} steps in {state.NumTrainEpochs} epochs then, and would have {plan.MaxSteps} in {plan.NumTrainEpochs} now, so that the position in the data and the schedule may be "
                    + "others. Choose data, epochs, per_device_train_batch_size and gradient_accumulation_steps so that it has as many"
                : null;
        }

        long before = RowsOfStep(then, processesThen);
        int shares = now.AcceleratorConfig.SplitBatches ? 1 : processes;
        return before != after
            ? $"a step had {before} rows then and would have {after} now, so that the position in the data and the schedule would be others. "
                + $"Choose per_device_train_batch_size and gradient_accumulation_steps whose product is {(before % shares == 0 ? $"{before / shares}" : $"{before} divided by the number of processes")}"
            : progress is not null && PositionThen(progress) != PositionNow(state.GlobalStep)
            ? $"its epochs were divided into steps otherwise (dataloader_drop_last, or an epoch that was left early), so that the position in the data would be another. Go on with {processesThen}"
            : null;
    }

    private (long Epoch, long Row) PositionThen(RunProgress progress) => progress.IsEpochOver
        ? (progress.Epoch + 1, 0)
        : Position(then!, processesThen, progress.Epoch, progress.BatchesInEpoch);

    private (long Epoch, long Row) PositionNow(int steps)
    {
        (int epoch, int batches) = plan.PositionAfter(steps);
        return Position(now, processes, epoch, batches);
    }

    /// <summary>The next row, counted without regard to the last round's being filled up; that of the next epoch if there is none.</summary>
    private (long Epoch, long Row) Position(TrainingArguments args, int count, long epoch, long rounds)
    {
        long row = rounds * RowsOfRound(args, count);
        long least = !args.DataloaderDropLast ? 1 : args.TrainSamplingStrategy == TrainSamplingStrategy.BatchRebalance ? RowsOfStep(args, count) : RowsOfRound(args, count);
        return row + least > plan.NumExamples ? (epoch + 1, 0) : (epoch, row);
    }

    private string Sentence() => (now.IgnoreDataSkip, now.TrainSamplingStrategy) switch
    {
        (true, _) => "it goes on at the beginning of the epoch that it would be in with the steps it has now (ignore_data_skip)",
        (_, TrainSamplingStrategy.GroupByLength) => DrawnAnew,
        (_, TrainSamplingStrategy.Random) when !now.AcceleratorConfig.UseSeedableSampler && (processes == 1 || processesThen == 1) => DrawnAnew,
        _ when then is null => "its files do not say how many batches a step had, so that the position in the data may be another",
        (_, TrainSamplingStrategy.BatchRebalance) => "the rows of a step are the same, the batches they are divided into are not",
        _ when plan.NumExamples % RowsOfStep(now, processes) != 0 => "the rows of a step are the same, except for those that fill up the last of an epoch",
        _ => "the rows of a step are the same",
    };

    private static string DrawnAnew => "the order of the epoch is drawn anew, so that it sees some rows twice and others not at all";
}
