namespace FineTune.Training;

/// <summary>What <c>fast_dev_run</c> makes of a run: everything it does, but little of it and in a temporary folder.</summary>
internal static class FastDevRun
{
    /// <summary>How many optimizer steps are trained, and how many batches evaluated and predicted.</summary>
    public const int Steps = 2;

    private static readonly string[] s_stepKwargs = ["num_decay_steps", "num_stable_steps"];

    /// <summary>Gets the arguments of the small run. The folder is deleted when the process ends.</summary>
    /// <param name="args">The arguments, with everything derived filled in.</param>
    public static TrainingArguments Shrink(TrainingArguments args)
    {
        if (args.IsShrunk)
        {
            return args;
        }

        string folder = Directory.CreateTempSubdirectory("finetune-fast-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
        return args with
        {
            IsShrunk = true,
            OutputDir = folder,
            MaxSteps = Steps,
            MaxTime = null,
            WarmupSteps = Math.Min(args.WarmupSteps, 1),
            LrSchedulerKwargs = args.LrSchedulerKwargs?.ToDictionary(pair => pair.Key, pair => s_stepKwargs.Contains(pair.Key) && pair.Value is not null ? 1L : pair.Value),
            LoggingStrategy = args.LoggingStrategy == IntervalStrategy.No ? IntervalStrategy.No : IntervalStrategy.Steps,
            LoggingSteps = 1,
            EvalStrategy = args.EvalStrategy == IntervalStrategy.No ? IntervalStrategy.No : IntervalStrategy.Steps,
            EvalSteps = Steps,
            EvalDelay = 0,
            SaveStrategy = args.SaveStrategy.Word is SaveStrategyWord.No or SaveStrategyWord.Best ? args.SaveStrategy : SaveStrategy.Steps,
            SaveSteps = Steps,
            ReportTo = [],
        };
    }

    /// <summary>Gets the rows that a few batches take.</summary>
    public static IEnumerable<Example> Limit(IEnumerable<Example> rows, int batchSize)
    {
        int count = Steps * batchSize;
        return rows switch
        {
            Dataset dataset => dataset.NumRows > count ? dataset.Take(count) : dataset,
            IReadOnlyList<Example> list => list.Count > count ? [.. list.Take(count)] : list,
            _ => rows.Take(count),
        };
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system clears its temporary folder too.
        }
    }
}
