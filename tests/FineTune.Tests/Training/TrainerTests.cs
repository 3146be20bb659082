using System.Text.Json.Nodes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void What_does_not_fit_together_is_said_before_anything_happens(Func<string, Trainer> make, string advice)
    {
        Trainer trainer = make(_folder.Path);

        TrainingArgumentsException exception = Assert.Throws<TrainingArgumentsException>(() => trainer.Train());

        Assert.Contains(advice, Assert.Single(exception.Problems), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    public static TheoryData<Func<string, Trainer>, string> BrokenRules => new()
    {
        { folder => new(new TinyClassifier(), TinyTrainer.Args(folder) with { EvalStrategy = IntervalStrategy.Epoch }), "Set the Trainer's EvalDataset, or eval_strategy no" },
        { folder => new(new TinyClassifier(), TinyTrainer.Args(folder) with { EvalOnStart = true }), "eval_on_start is set" },
        { folder => new(new TinyClassifier(), TinyTrainer.Args(folder) with { BatchEvalMetrics = true }) { ComputeMetrics = _ => new Dictionary<string, double>() }, "Set ComputeBatchMetrics" },
        { folder => new(new TinyClassifier(), TinyTrainer.Args(folder)) { ComputeBatchMetrics = (_, _) => null }, "Set batch_eval_metrics" },
        { folder => new(new TinyClassifier(), TinyTrainer.Args(folder)) { TrainDataset = TinyData.Stream(3) }, "Set max_steps" },
        { folder => new(new TinyClassifier(), TinyTrainer.Args(folder) with { LabelNames = ["a", "b"] }), "label_names are a, b" },
        { folder => new(new TinyClassifier(), TinyTrainer.Args(folder) with { NeftuneNoiseAlpha = 5 }), "TinyClassifier adds no noise" },
    };

    [Fact]
    public void Wrong_arguments_are_refused_by_the_constructor() =>
        Assert.Throws<TrainingArgumentsException>(() => new Trainer(new TinyClassifier(), new TrainingArguments { PerDeviceTrainBatchSize = 0 }));

    [Fact]
    public void Without_data_there_is_nothing_to_train_on()
    {
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder));

        Assert.Contains("Set the Trainer's TrainDataset", Assert.Throws<ArgumentException>(() => trainer.Train()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_out_of_memory_makes_batches_smaller_until_they_fit()
    {
        TinyClassifier model = new() { OnForward = (_, batch) => Allow(batch, atMost: 5) };
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { PerDeviceTrainBatchSize = 8, AutoFindBatchSize = true }, model);

        TrainOutput output = trainer.Train();

        Assert.Equal(5, trainer.State.TrainBatchSize);
        Assert.Equal(4, output.GlobalStep);
    }

    [Fact]
    public void Running_out_of_memory_is_an_error_unless_batches_may_shrink()
    {
        TinyClassifier model = new() { OnForward = (_, batch) => Allow(batch, atMost: 3) };

        Assert.Throws<OutOfMemoryException>(() => TinyTrainer.Make(TinyTrainer.Args(_folder), model).Train());
    }

    [Fact]
    public void Not_even_one_example_fitting_is_an_error_that_says_what_helps()
    {
        TinyClassifier model = new() { OnForward = (_, batch) => Allow(batch, atMost: 0) };
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { AutoFindBatchSize = true }, model);

        Assert.Contains("max_seq_length", Assert.Throws<InvalidOperationException>(() => trainer.Train()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_out_of_memory_in_an_evaluation_does_not_shrink_training_batches()
    {
        TinyClassifier model = new() { OnForward = (tiny, batch) => Allow(batch, atMost: tiny.Training ? 4 : 3) };
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { AutoFindBatchSize = true, EvalStrategy = IntervalStrategy.Epoch }, model);

        Assert.Throws<OutOfMemoryException>(() => trainer.Train());
        Assert.Equal(4, trainer.State.TrainBatchSize);
    }

    [Fact]
    public void A_time_limit_ends_training_with_everything_saved_and_can_be_gone_on_from()
    {
        ManualClock clock = new();
        Trainer Make(double? seconds) => new(
            new TinyClassifier { OnForward = (_, _) => clock.Advance(1) },
            TinyTrainer.Args(_folder) with { MaxTime = seconds, SaveStrategy = SaveStrategy.Steps })
        {
            TrainDataset = TinyData.Rows(20),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Clock = clock,
            Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
        };

        TrainOutput limited = Make(3).Train();
        TrainOutput rest = Make(null).Train(ResumeFrom.LastCheckpoint);

        Assert.Equal((3, 5), (limited.GlobalStep, rest.GlobalStep));
    }

    [Fact]
    public void A_checkpoint_of_the_model_only_holds_nothing_to_resume_with()
    {
        _ = TinyTrainer.Make(TinyTrainer.Args(_folder) with { SaveStrategy = SaveStrategy.Epoch, SaveOnlyModel = true }).Train();

        Assert.Equal(
            ["finetune_manifest.json", "finetune_progress.json", "model.safetensors", "trainer_state.json", "training_args.json"],
            Directory.GetFiles(_folder.File("checkpoint-5")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Arguments_are_written_before_the_first_step()
    {
        bool there = false;
        TinyClassifier model = new() { OnForward = (_, _) => there |= File.Exists(_folder.File("training_args.json")) };
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { HubToken = "secret" }, model);

        _ = trainer.Train();

        Assert.True(there);
        Assert.Equal(trainer.Args with { HubToken = null }, TrainingArguments.FromJson(File.ReadAllText(_folder.File("training_args.json"))));
    }

    [Fact]
    public void A_second_training_goes_on_with_weights_and_optimizer_but_begins_a_new_state()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));
        _ = trainer.Train();
        float[] first = TinyTrainer.Weights(trainer);
        Optimizer? optimizer = trainer.Optimizer;
        LrScheduler? scheduler = trainer.LrScheduler;

        _ = trainer.Train();

        Assert.Equal(5, trainer.State.GlobalStep);
        Assert.NotEqual(first, TinyTrainer.Weights(trainer));
        Assert.Same(optimizer, trainer.Optimizer);
        Assert.NotSame(scheduler, trainer.LrScheduler);
    }

    [Fact]
    public void A_trainer_that_makes_its_model_trains_the_same_one_each_time()
    {
        Trainer trainer = new(
            generator =>
            {
                TinyClassifier model = new();
                generator.Normal(model.ClassifierWeight);
                return model;
            },
            TinyTrainer.Args(_folder))
        {
            TrainDataset = TinyData.Rows(20),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        _ = trainer.Train();
        float[] first = TinyTrainer.Weights(trainer);
        _ = trainer.Train();

        Assert.Equal(first, TinyTrainer.Weights(trainer));
    }

    [Fact]
    public void Columns_the_model_does_not_read_are_left_out()
    {
        Dataset dataset = Dataset.FromColumns(
            ("text", new[] { "a", "b" }), ("input_ids", new[] { new long[] { 1, 2 }, [3, 4] }), ("labels", new long[] { 0, 1 }));
        IReadOnlyCollection<string>? keys = null;
        Trainer trainer = new(new TinyClassifier { OnForward = (_, batch) => keys = batch.Keys }, TinyTrainer.Args(_folder))
        {
            TrainDataset = dataset,
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        _ = trainer.Train();

        Assert.Equal(["input_ids", "labels"], keys!.Order());
    }

    [Fact]
    public void Data_with_no_column_the_model_reads_is_an_error_that_says_what_to_do()
    {
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder)) { TrainDataset = Dataset.FromColumns(("text", new[] { "a", "b" })) };

        string message = Assert.Throws<ArgumentException>(() => trainer.Train()).Message;

        Assert.Contains("TinyClassifier reads none of the columns of the training data", message, StringComparison.Ordinal);
        Assert.Contains("Encode the texts with the tokenizer first", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Callbacks_come_and_go()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { MaxSteps = 2 });
        Counter counter = new();
        trainer.AddCallback(counter);
        Counter? popped = trainer.PopCallback<Counter>();
        trainer.AddCallback(counter);
        trainer.RemoveCallback<PrinterCallback>();

        _ = trainer.Train();

        Assert.Same(counter, popped);
        Assert.Equal(2, counter.Steps);
        Assert.True(trainer.RemoveCallback(counter));
        Assert.Null(trainer.PopCallback<Counter>());
    }

    [Fact]
    public void A_callback_can_ask_for_anything_at_any_step()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { NumTrainEpochs = 2, LoggingSteps = 100 }, null, new Asking());

        TrainOutput output = trainer.Train();

        // Two steps, then the end of the first epoch; in the second the end of training at the first step.
        Assert.Equal(3, output.GlobalStep);
        Assert.Equal(["checkpoint-1"], _folder.Checkpoints);
        Assert.Equal([1, 2, 3], trainer.State.LogHistory.Select(entry => (int)entry["step"]));
        Assert.Contains("loss", trainer.State.LogHistory[0].Keys);
        Assert.Contains("eval_loss", trainer.State.LogHistory[1].Keys);
    }

    [Fact]
    public void The_model_is_saved_whole_with_the_arguments()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));
        _ = trainer.Train();

        trainer.SaveModel(_folder.File("final"));

        Assert.Equal(["model.safetensors", "training_args.json"], Directory.GetFileSystemEntries(_folder.File("final")).Select(Path.GetFileName).Order());
        using SafetensorsFile file = SafetensorsFile.Open(_folder.File("final", "model.safetensors"));
        Assert.Equal(trainer.Model.Parameters().First().ToArray(), file.ReadTensor("embedding.weight").ToArray());
    }

    [Fact]
    public void Results_are_written_sorted_and_gathered_in_one_file()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));
        LogEntry train = new() { ["train_loss"] = 0.5, ["epoch"] = 3 };
        train.Set("train_samples", 20);

        trainer.SaveMetrics("train", train);
        trainer.SaveMetrics("eval", new Dictionary<string, double> { ["eval_accuracy"] = 1 });

        Assert.Equal("{\n    \"epoch\": 3.0,\n    \"train_loss\": 0.5,\n    \"train_samples\": 20\n}", File.ReadAllText(_folder.File("train_results.json")));
        Assert.Equal(
            "{\n    \"epoch\": 3.0,\n    \"eval_accuracy\": 1.0,\n    \"train_loss\": 0.5,\n    \"train_samples\": 20\n}",
            File.ReadAllText(_folder.File("all_results.json")));
    }

    [Fact]
    public void Metrics_are_printed_as_the_reference_prints_them()
    {
        LogEntry metrics = new()
        {
            ["train_runtime"] = 93784.1299,
            ["train_loss"] = 0.436699129960,
            ["total_flos"] = 419446300011600.0,
            ["epoch"] = 3.0,
            ["train_steps_per_second"] = 3.757,
            ["eval_runtime"] = 0.9999,
            ["x"] = 1e-7,
        };
        metrics.Set("train_samples", 3668);
        metrics.Set("train_mem_cpu_alloc_delta", 123456789);
        StringWriter output = new() { NewLine = "\n" };

        Trainer.LogMetrics("train", metrics, output);

        Assert.Equal(TrainingGolden.Read("metrics.json").Text("printed"), output.ToString());
    }

    [Fact]
    public void The_state_is_written_into_the_runs_folder()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));
        _ = trainer.Train();

        trainer.SaveState();

        Assert.Equal(trainer.State.ToJsonText(), File.ReadAllText(_folder.File("trainer_state.json")));
    }

    [Fact]
    public void Memory_is_measured_when_asked_for()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { SkipMemoryMetrics = false, EvalStrategy = IntervalStrategy.Epoch });

        TrainOutput output = trainer.Train();
        LogEntry evaluation = trainer.Evaluate();

        Assert.Contains("init_mem_cpu_alloc_delta", output.Metrics.Keys);
        Assert.Contains("train_mem_cpu_peaked_delta", output.Metrics.Keys);
        Assert.Contains("before_init_mem_cpu", output.Metrics.Keys);
        Assert.Contains("eval_mem_cpu_alloc_delta", evaluation.Keys);
        Assert.DoesNotContain("init_mem_cpu_alloc_delta", evaluation.Keys);
        Assert.DoesNotContain(trainer.State.LogHistory, entry => entry.ContainsKey("eval_mem_cpu_alloc_delta"));
    }

    [Fact]
    public void Learning_rates_and_groups_can_be_asked_for_once_there_is_an_optimizer()
    {
        TinyClassifier model = new();
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { WeightDecay = 0.1 }, model);
        Assert.Throws<InvalidOperationException>(() => trainer.GetLearningRates());

        _ = trainer.Train();

        Assert.Equal([0.0, 0.0], trainer.GetLearningRates());
        Assert.Equal(0.1, trainer.GetOptimizerGroup(model.ClassifierWeight)!.WeightDecay);
        Assert.Equal((12 * 4) + (3 * 4) + 3, trainer.GetNumTrainableParameters());
        Assert.Equal(["classifier.weight", "embedding.weight"], trainer.GetDecayParameterNames(model).Order());
    }

    [Fact]
    public void Tokens_are_counted_without_padding_if_asked()
    {
        List<Example> rows = [.. TinyData.Rows(4).Select(row => new Example(row.Append(KeyValuePair.Create("attention_mask", (object?)new long[] { 1, 1, 1, 0, 0, 0 }))))];
        Trainer Make(InputTokenCount count) => new(new TinyClassifier(), TinyTrainer.Args(_folder) with { IncludeNumInputTokensSeen = count, RemoveUnusedColumns = false })
        {
            TrainDataset = rows,
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };
        Trainer all = Make(InputTokenCount.All);
        Trainer real = Make(InputTokenCount.NonPadding);

        _ = all.Train();
        _ = real.Train();

        Assert.Equal((24, 12), (all.State.NumInputTokensSeen, real.State.NumInputTokensSeen));
    }

    private static void Allow(Batch batch, int atMost)
    {
        if (batch.Size > atMost)
        {
            throw new OutOfMemoryException();
        }
    }

    private sealed class Counter : TrainerCallback
    {
        public int Steps { get; private set; }

        public override void OnStepEnd(TrainerContext context) => Steps++;
    }

    private sealed class Asking : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context)
        {
            TrainerControl control = context.Control;
            (control.ShouldLog, control.ShouldSave) = (context.State.GlobalStep == 1, context.State.GlobalStep == 1);
            control.ShouldEvaluate = control.ShouldEpochStop = context.State.GlobalStep == 2;
            control.ShouldTrainingStop = context.State.GlobalStep == 3;
        }
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds;

        public void Advance(long seconds) => _seconds += seconds;
    }
}
