using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FineTune.Bench;

/// <summary>
/// Trains a model of a published size, with random weights and texts, as one of however many processes a launcher started: what a step gives, how much of
/// it is waiting, and what travels. See bench/ranks.
/// </summary>
internal static class Ranks
{
    private const int Warmup = 2;

    public static int Run(string name, int steps, int batch, int length, string hook)
    {
        BertConfig config = name == "bert-base" ? new BertConfig()
            : (BertConfig)new BertConfig().With(new Dictionary<string, object?> { ["hidden_size"] = 384, ["num_hidden_layers"] = 6, ["intermediate_size"] = 1536 });
        string folder = Directory.CreateTempSubdirectory("finetune-ranks-").FullName;
        Messages messages = new();
        Clock clock = new();
        TrainingArguments args = new(folder)
        {
            PerDeviceTrainBatchSize = batch,
            MaxSteps = Warmup + steps,
            SaveStrategy = SaveStrategy.No,
            LoggingStrategy = IntervalStrategy.No,
            DdpCommHook = Enum.Parse<DdpCommHook>(hook, ignoreCase: true),
        };
        Trainer trainer = new(AutoModelForSequenceClassification.FromConfig(config), args)
        {
            TrainDataset = Rows(args.WorldSize * batch * (Warmup + steps), length, config.VocabSize),
            Callbacks = [clock],
            Logger = messages,
        };
        trainer.Train();
        if (args.ProcessIndex == 0)
        {
            double seconds = clock.Seconds(steps);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {args.WorldSize} process{(args.WorldSize == 1 ? string.Empty : "es")} of {Environment.GetEnvironmentVariable("FINETUNE_NUM_THREADS") ?? "all"} threads, {batch} x {length} tokens each, gradients {(hook == "no" ? "float32" : hook)}: "
                + $"{args.WorldSize * batch * steps / seconds:0.00} samples/s, {seconds / steps * 1e3:0} ms a step. {messages.Profile}"));
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static Dataset Rows(int count, int length, int vocabulary)
    {
        Random random = new(7);
        int[][] ids = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => random.Next(1000, vocabulary)).ToArray())];
        return Dataset.FromColumns(
            ("input_ids", ids), ("attention_mask", Array.ConvertAll(ids, row => Array.ConvertAll(row, _ => 1))), ("labels", Array.ConvertAll(ids, row => (long)(row[0] % 2))));
    }

    /// <summary>When steps ended.</summary>
    private sealed class Clock : TrainerCallback
    {
        private readonly List<long> _ends = [];

        public double Seconds(int last) => Stopwatch.GetElapsedTime(_ends[^(last + 1)], _ends[^1]).TotalSeconds;

        public override void OnStepEnd(TrainerContext context) => _ends.Add(Stopwatch.GetTimestamp());
    }

    /// <summary>Keeps what is said of where time went.</summary>
    private sealed class Messages : ILogger
    {
        public string Profile { get; private set; } = string.Empty;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Profile = eventId.Id == (int)LogEvent.Profile ? formatter(state, exception) : Profile;
    }
}
