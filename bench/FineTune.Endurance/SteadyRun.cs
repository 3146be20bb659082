using System.Diagnostics;
using System.Globalization;

namespace FineTune.Endurance;

/// <summary>Very many steps of a tiny model with evaluations, logs and checkpoints; prints the process's memory as it goes.</summary>
internal sealed class SteadyRun(string folder, int steps)
{
    private readonly List<(int Step, double Resident, double Managed)> _seen = [];

    /// <returns>The exit code: 1 when memory grew.</returns>
    public int Run()
    {
        TinyTask.Write(folder);
        Dataset data = Dataset.LoadCsv(Path.Combine(folder, "train.csv")).ClassEncodeColumn("label");
        string model = Path.Combine(folder, "model");
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(model);
        Dataset encoded = data.Map(row => tokenizer.Encode(row.Get<string>("text"), truncation: true)).RenameColumn("label", "labels").RemoveColumns("text");
        TrainingArguments args = new()
        {
            OutputDir = Path.Combine(folder, "out"),
            MaxSteps = steps,
            PerDeviceTrainBatchSize = 4,
            LoggingSteps = Math.Max(1, steps / 100),
            EvalStrategy = IntervalStrategy.Steps,
            EvalSteps = 100,
            SaveSteps = 200,
            SaveTotalLimit = 2,
            DisableTqdm = true,
            MetricForBestModel = "loss",
        };
        Trainer trainer = new(AutoModelForSequenceClassification.FromPretrained(model, new() { NumLabels = 3, Seed = 1 }), args)
        {
            TrainDataset = encoded,
            EvalDataset = encoded,
            DataCollator = new DataCollatorWithPadding(tokenizer),
            Callbacks = [new Watch(Math.Max(1, steps / 20), Note), new PrinterCallback { Output = TextWriter.Null }],
        };
        Stopwatch clock = Stopwatch.StartNew();
        _ = trainer.Train();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps} steps in {clock.Elapsed.TotalMinutes:F1} minutes"));
        double early = _seen[_seen.Count / 4].Resident;
        double late = _seen[^1].Resident;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from a quarter of the run to its end: {early:F1} -> {late:F1} MB resident"));
        return late > (early * 1.05) + 2 ? 1 : 0;
    }

    private void Note(int step)
    {
        using Process own = Process.GetCurrentProcess();
        (double resident, double managed) = (own.WorkingSet64 / 1e6, GC.GetTotalMemory(forceFullCollection: false) / 1e6);
        _seen.Add((step, resident, managed));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step,8}: {resident,7:F1} MB resident, {managed,6:F1} MB managed"));
    }

    private sealed class Watch(int every, Action<int> note) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context)
        {
            if (context.State.GlobalStep % every == 0)
            {
                note(context.State.GlobalStep);
            }
        }
    }
}
