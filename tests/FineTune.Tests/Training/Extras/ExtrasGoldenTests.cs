using System.Text.Json.Nodes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Extras;

/// <summary>Runs beside those of the reference's Trainer with the same thing written by hand (make_extras.py).</summary>
public sealed class ExtrasGoldenTests : IDisposable
{
    private const double Tolerance = 2e-5;
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Class_weights_are_torchs_cross_entropy_with_weights() => AssertTiny("weighted", args => args with { ClassWeights = Weights });

    [Fact]
    public void Class_weights_and_label_smoothing_are_torchs_cross_entropy_with_both() =>
        AssertTiny("weighted and smoothed", args => args with { ClassWeights = Weights, LabelSmoothingFactor = 0.2 });

    [Fact]
    public void Focal_loss_counts_rows_less_that_are_predicted_well() => AssertTiny("focal", args => args with { FocalLossGamma = 2 });

    [Fact]
    public void Focal_loss_with_class_weights_is_divided_by_the_weights() =>
        AssertTiny("focal and weighted", args => args with { FocalLossGamma = 1.5, ClassWeights = Weights });

    [Fact]
    public void Averaged_weights_are_evaluated_and_left_in_the_model() => AssertTiny("averaged", args => args with { EmaDecay = 0.9 });

    [Fact]
    public void Learning_rates_fall_from_the_head_to_the_embeddings()
    {
        JsonObject golden = Recorded("by layer");

        Trainer trainer = TrainBert(args => args with { LayerwiseLrDecay = 0.5, WeightDecay = 0.1 });

        AssertLog(golden, trainer);
        Assert.Equal(Numbers(golden["rates"]!), trainer.GetOptimizerGroups().Select(group => group.InitialLr!.Value));
        Assert.Equal(Numbers(golden["decays"]!), trainer.GetOptimizerGroups().Select(group => group.WeightDecay));
        Assert.Equal(Numbers(golden["sizes"]!), trainer.GetOptimizerGroups().Select(group => (double)group.Parameters.Count));
    }

    [Fact]
    public void Frozen_parameters_take_no_part()
    {
        JsonObject golden = Recorded("frozen");

        Trainer trainer = TrainBert(args => args with { Freeze = ["bert.embeddings.*", "re:layer\\.0\\."] });

        AssertLog(golden, trainer);
        Assert.Equal(Numbers(golden["sizes"]!), trainer.GetOptimizerGroups().Select(group => (double)group.Parameters.Count));
        Assert.All(
            trainer.Model.NamedParameters().Where(pair => pair.Name.StartsWith("bert.embeddings.", StringComparison.Ordinal)),
            pair => Assert.Null(pair.Parameter.Grad));
    }

    private static ClassWeights Weights => ClassWeights.Of(0.5, 2, 1.25);

    private static JsonObject Recorded(string name) =>
        TrainingGolden.Read("extras.json")["runs"]!.AsArray().Select(run => run!.AsObject()).Single(run => run.Text("name") == name);

    private void AssertTiny(string name, Func<TrainingArguments, TrainingArguments> change)
    {
        JsonObject golden = Recorded(name);
        Trainer trainer = TinyTrainer.Make(change(Args() with { LearningRate = 0.05 }));

        _ = trainer.Train();

        AssertLog(golden, trainer);
        foreach ((string parameter, Parameter values) in trainer.Model.NamedParameters())
        {
            AssertClose(parameter, Numbers(golden["weights"]![parameter]!), [.. values.ToArray().Select(value => (double)value)]);
        }
    }

    private TrainingArguments Args() => TinyTrainer.Args(_folder) with
    {
        NumTrainEpochs = 2,
        EvalStrategy = IntervalStrategy.Epoch,
        Optim = OptimizerNames.AdamwTorch,
    };

    private Trainer TrainBert(Func<TrainingArguments, TrainingArguments> change)
    {
        Trainer trainer = new(AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", "bert-tiny")), change(Args() with { LearningRate = 0.01 }))
        {
            TrainDataset = BertRows(20, 0),
            EvalDataset = BertRows(9, 1),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = NullLogger.Instance,
        };
        _ = trainer.Train();
        return trainer;
    }

    private static List<Example> BertRows(int count, int salt) => [.. Enumerable.Range(0, count).Select(i => new Example(new Dictionary<string, object?>
    {
        ["input_ids"] = Enumerable.Range(0, 6).Select(j => (long)((((i * i) + (3 * j) + salt) % 39) + 1)).ToArray(),
        ["attention_mask"] = Enumerable.Repeat(1L, 6).ToArray(),
        ["labels"] = (long)(((i * 7) + salt) % 3),
    }))];

    private static void AssertLog(JsonObject golden, Trainer trainer)
    {
        JsonObject[] expected = [.. golden["log"]!.AsArray().Select(entry => entry!.AsObject())];
        LogEntry[] actual = [.. trainer.State.LogHistory.SkipLast(1)];
        Assert.Equal(expected.Length, actual.Length);
        foreach ((JsonObject theirs, LogEntry ours) in expected.Zip(actual))
        {
            foreach ((string key, JsonNode? value) in theirs)
            {
                AssertClose($"{key} at step {theirs["step"]}", [ArgumentValue.Real(value)], [ours[key]]);
            }
        }
    }

    private static double[] Numbers(JsonNode list) => [.. list.AsArray().Select(ArgumentValue.Real)];

    private static void AssertClose(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}: {actual[i]}, expected {expected[i]}");
        }
    }
}
