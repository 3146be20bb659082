using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>
/// About how long a run will take on this machine as busy as it is now, from a few steps with fresh weights of the model's sizes. The run itself is none the
/// wiser: nothing is written, and no random number of it is drawn.
/// </summary>
/// <param name="SecondsPerStep">A step of training, all its batches together; null when the run does not train.</param>
/// <param name="MeasuredSteps">How many were measured.</param>
/// <param name="TrainSeconds">All steps.</param>
/// <param name="EvalSeconds">All evaluations, and the prediction.</param>
internal sealed record TimeEstimate(double? SecondsPerStep, int MeasuredSteps, double TrainSeconds, double EvalSeconds)
{
    private const int MostSteps = 5;
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(10);

    public double Seconds => TrainSeconds + EvalSeconds;

    /// <summary>Measures; null when there is not the memory for it.</summary>
    public static TimeEstimate? Measure(CheckedRun run, MemoryEstimate memory, CancellationToken cancellationToken)
    {
        if (ProcessGroup.Current.Any(memory.Total > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes))
        {
            return null;
        }

        RunPreparation preparation = run.Preparation;
        RunThreads.Use(preparation.Run);
        TrainingArguments args = run.Args;
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(preparation.Config, args.Seed);
        (double? step, int measured, double train) = (null, 0, 0);
        if (run.Steps is { } plan)
        {
            Trainer trainer = TrainerOf(preparation, args, model, Sample(preparation, "train", args.TrainBatchSize * (MostSteps + 2)));
            (TimeSpan one, measured) = StepTimer.Train(trainer, MostSteps, s_budget, cancellationToken);
            step = one.TotalSeconds * plan.GradientAccumulationSteps;
            train = step.Value * plan.MaxSteps;
            JobAgreement.ShareWeights(trainer); // Each process took the steps it had the time for, and evaluations want one model.
        }

        // Those of training are not touched by bf16_full_eval; they come first, for it casts the model.
        (long during, long after) = (EvaluationsInTraining(run), args.DoEval ? 1 : 0);
        double evaluation = args.Bf16FullEval
            ? SecondsOfEvaluations(during, args with { Bf16FullEval = false }) + SecondsOfEvaluations(after, args)
            : SecondsOfEvaluations(during + after, args);
        double prediction = preparation.Splits.ContainsKey("test") ? SecondsOf(preparation, args, model, "test", cancellationToken) : 0;
        return new TimeEstimate(step, measured, train, evaluation + prediction);

        double SecondsOfEvaluations(long count, TrainingArguments of) =>
            count > 0 && preparation.Splits.ContainsKey("validation") ? count * SecondsOf(preparation, of, model, "validation", cancellationToken) : 0;
    }

    public JsonObject ToJson() => new()
    {
        ["seconds"] = Math.Round(Seconds, 3),
        ["train_seconds"] = Math.Round(TrainSeconds, 3),
        ["evaluation_seconds"] = Math.Round(EvalSeconds, 3),
        ["seconds_per_step"] = SecondsPerStep is { } step ? Math.Round(step, 6) : null,
        ["measured_steps"] = MeasuredSteps,
    };

    public override string ToString() =>
        $"about {Text(Seconds)}"
        + (SecondsPerStep is not null && EvalSeconds > 0 ? $", {Text(EvalSeconds)} of it evaluation" : string.Empty)
        + (SecondsPerStep is { } step ? $": an estimate from {MeasuredSteps} steps of {Text(step)} on this machine as busy as it is now" : ": an estimate from a few batches")
        + " (--no_measure leaves it out)";

    /// <summary>A time as people say it: seconds, minutes, hours.</summary>
    internal static string Text(double seconds) => seconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, seconds * 1000):F0} ms"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s"),
        < 100 * 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:#,0.#} h"),
    };

    private static double SecondsOf(RunPreparation preparation, TrainingArguments args, PreTrainedModel model, string split, CancellationToken cancellationToken)
    {
        Dataset sample = Sample(preparation, split, args.EvalBatchSize * 2);
        Trainer trainer = TrainerOf(preparation, args, model, sample);
        Dataset few = sample.Take(Math.Min(sample.NumRows, args.EvalBatchSize));
        trainer.Predict(few, cancellationToken: cancellationToken); // It compiles code.
        Stopwatch clock = Stopwatch.StartNew();
        trainer.Predict(sample, cancellationToken: cancellationToken);
        return clock.Elapsed.TotalSeconds * preparation.Splits[split].Rows.NumRows / sample.NumRows;
    }

    /// <summary>How often the run evaluates while it trains.</summary>
    private static long EvaluationsInTraining(CheckedRun run) => run.Steps is { } plan ? StepInterval.Evaluations(run.Args, plan) + (run.Args.EvalOnStart ? 1 : 0) : 0;

    /// <summary>Rows from all over a split, encoded.</summary>
    private static Dataset Sample(RunPreparation preparation, string split, int count)
    {
        TaskSplit whole = preparation.Splits[split];
        int rows = Math.Min(count, whole.Rows.NumRows);
        int[] chosen = [.. Enumerable.Range(0, rows).Select(i => (int)((long)i * whole.Rows.NumRows / rows))];
        return preparation.Encoder.Encode(whole with { Rows = whole.Rows.Select(chosen) }, preparation.HasLabels(whole));
    }

    private static Trainer TrainerOf(RunPreparation preparation, TrainingArguments args, PreTrainedModel model, Dataset rows) =>
        new(model, StepTimer.ArgumentsOf(args))
        {
            TrainDataset = rows,
            DataCollator = preparation.Run.PadToMaxLength ? new DefaultDataCollator() : new DataCollatorWithPadding(preparation.Tokenizer),
            Callbacks = [new ProgressCallback { Style = ProgressStyle.Plain, Output = TextWriter.Null }],
            Command = [],
            HandlesSignals = true,
            MakesFolder = false,
            ErrorOutput = TextWriter.Null,
        };
}
