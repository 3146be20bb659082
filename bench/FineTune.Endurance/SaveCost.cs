using System.Diagnostics;
using System.Globalization;

namespace FineTune.Endurance;

/// <summary>What a checkpoint of 22.7 million weights and their AdamW moments costs training: how long it waits, and steps while it is written.</summary>
internal sealed class SaveCost(string folder, int steps)
{
    private const string Config = """
        {"model_type": "bert", "architectures": ["BertModel"], "vocab_size": 30522, "hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12,
         "intermediate_size": 1536, "max_position_embeddings": 512, "type_vocab_size": 2}
        """;

    public int Run()
    {
        File.WriteAllText(Path.Combine(folder, "config.json"), Config);
        AutoModel.FromConfig(AutoConfig.FromPretrained(folder)).SavePretrained(folder);
        Random random = new(1);
        Example[] rows = [.. Enumerable.Range(0, 64).Select(_ => Row(random))];
        Watch watch = new();
        Trainer trainer = new(AutoModelForSequenceClassification.FromPretrained(folder, new() { NumLabels = 2, Seed = 1 }), new TrainingArguments
        {
            OutputDir = Path.Combine(folder, "out"),
            MaxSteps = steps,
            PerDeviceTrainBatchSize = 8,
            SaveSteps = steps / 4,
            SaveTotalLimit = 1,
            DisableTqdm = true,
        })
        {
            TrainDataset = rows,
            Callbacks = [watch, new PrinterCallback { Output = TextWriter.Null }],
        };
        _ = trainer.Train();
        double[] idle = [.. watch.Steps.Where((_, i) => i % (steps / 4) > steps / 8).Order()];
        double median = idle[idle.Length / 2];
        double extra = watch.Steps.Sum() - (median * watch.Steps.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a step takes {median * 1e3:F0} ms; training waits {string.Join(", ", watch.Pauses.Select(pause => $"{pause * 1e3:F0}"))} ms at a save"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all steps together took {extra / 4 * 1e3:F0} ms longer a save than as many in between"));
        return 0;
    }

    private static Example Row(Random random)
    {
        long[] ids = [.. Enumerable.Range(0, 64).Select(_ => (long)random.Next(30522))];
        return new Example(new Dictionary<string, object?> { ["input_ids"] = ids, ["attention_mask"] = Enumerable.Repeat(1L, 64).ToArray(), ["labels"] = (long)random.Next(2) });
    }

    /// <summary>Times steps, and what lies between the end of one and the beginning of the next.</summary>
    private sealed class Watch : TrainerCallback
    {
        private long _begun = Stopwatch.GetTimestamp();
        private long _ended = Stopwatch.GetTimestamp();
        private bool _saves;

        public List<double> Steps { get; } = [];

        public List<double> Pauses { get; } = [];

        public override void OnStepBegin(TrainerContext context)
        {
            if (_saves)
            {
                Pauses.Add(Stopwatch.GetElapsedTime(_ended).TotalSeconds);
            }

            _begun = Stopwatch.GetTimestamp();
        }

        public override void OnStepEnd(TrainerContext context)
        {
            Steps.Add(Stopwatch.GetElapsedTime(_begun).TotalSeconds);
            _saves = context.Control.ShouldSave;
            _ended = Stopwatch.GetTimestamp();
        }
    }
}
