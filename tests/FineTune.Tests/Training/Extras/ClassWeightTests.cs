using FineTune.Tests.Training.Resources;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Extras;

public sealed class ClassWeightTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 2, null)]
    [InlineData(2, 3, null)]
    [InlineData(1, 6, null)]
    [InlineData(2, 3, 2.0)]
    public void A_step_is_the_weighted_mean_over_its_rows_whatever_the_split(int batch, int accumulation, double? gamma)
    {
        Trainer whole = Train(6, 1, args => args with { ClassWeights = ClassWeights.Of(0.5, 3, 1), FocalLossGamma = gamma });

        Trainer split = Train(batch, accumulation, args => args with { ClassWeights = ClassWeights.Of(0.5, 3, 1), FocalLossGamma = gamma });

        AssertClose(TinyTrainer.Losses(whole), TinyTrainer.Losses(split));
        AssertClose([.. TinyTrainer.Weights(whole).Select(value => (double)value)], [.. TinyTrainer.Weights(split).Select(value => (double)value)]);
    }

    [Fact]
    public void A_window_with_a_weightless_batch_is_the_mean_of_the_others()
    {
        // Rows 0, 3, 6... are of class 0, which weighs nothing.
        Trainer whole = Train(6, 1, args => args with { ClassWeights = ClassWeights.Of(0, 3, 1), TrainSamplingStrategy = TrainSamplingStrategy.Sequential });

        Trainer split = Train(1, 6, args => args with { ClassWeights = ClassWeights.Of(0, 3, 1), TrainSamplingStrategy = TrainSamplingStrategy.Sequential });

        AssertClose(TinyTrainer.Losses(whole), TinyTrainer.Losses(split));
    }

    [Fact]
    public void Equal_weights_change_nothing_and_a_focus_of_zero_neither()
    {
        double[] plain = TinyTrainer.Losses(Train(4, 1, args => args));

        AssertClose(plain, TinyTrainer.Losses(Train(4, 1, args => args with { ClassWeights = ClassWeights.Of(2, 2, 2) })));
        AssertClose(plain, TinyTrainer.Losses(Train(4, 1, args => args with { FocalLossGamma = 0 })));
    }

    [Fact]
    public void A_model_that_notes_no_problem_type_keeps_none_beside_weights()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(new DebertaConfig().With(new Dictionary<string, object?>
        {
            ["vocab_size"] = 300,
            ["hidden_size"] = 8,
            ["intermediate_size"] = 8,
            ["num_hidden_layers"] = 1,
            ["num_attention_heads"] = 2,
            ["num_labels"] = 3,
        }));
        TrainingArguments args = new() { MaxSteps = 1, ClassWeights = ClassWeights.Of(0.5, 3, 1) };

        SmallBert.Trainer(model, SmallBert.Rows(8, 3, 6), _folder, args).Train();

        Assert.Null(model.Config.ProblemType);
    }

    [Fact]
    public void Balanced_weights_are_in_inverse_proportion_to_the_training_labels()
    {
        List<Example> rows = [.. TinyData.Rows(20).Where(row => row.Get<long>("labels") != 1), .. TinyData.Rows(6).Where(row => row.Get<long>("labels") == 1)];
        double[] counts = [.. Enumerable.Range(0, 3).Select(label => (double)rows.Count(row => row.Get<long>("labels") == label))];
        double[] weights = [.. counts.Select(count => rows.Count / (3 * count))];

        Trainer balanced = Train(4, 1, args => args with { ClassWeights = ClassWeights.Balanced }, rows);

        AssertClose(TinyTrainer.Losses(Train(4, 1, args => args with { ClassWeights = ClassWeights.Of(weights) }, rows)), TinyTrainer.Losses(balanced));
        Assert.NotEqual(TinyTrainer.Losses(Train(4, 1, args => args, rows)), TinyTrainer.Losses(balanced));
    }

    [Fact]
    public void A_class_without_rows_counts_one_and_is_left_out_of_the_balance()
    {
        List<Example> rows = [.. TinyData.Rows(20).Where(row => row.Get<long>("labels") != 1)];
        double half = rows.Count / 2.0;
        double[] weights = [half / rows.Count(row => row.Get<long>("labels") == 0), 1, half / rows.Count(row => row.Get<long>("labels") == 2)];

        AssertClose(
            TinyTrainer.Losses(Train(4, 1, args => args with { ClassWeights = ClassWeights.Of(weights) }, rows)),
            TinyTrainer.Losses(Train(4, 1, args => args with { ClassWeights = ClassWeights.Balanced }, rows)));
    }

    [Fact]
    public void Balanced_weights_need_data_that_can_be_counted()
    {
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder) with { ClassWeights = ClassWeights.Balanced, MaxSteps = 2 })
        {
            TrainDataset = TinyData.Stream(8),
        };

        Assert.Contains("Give the weights as numbers", Assert.Throws<TrainingArgumentsException>(() => trainer.Train()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_function_of_ones_own_excludes_class_weights()
    {
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder) with { ClassWeights = ClassWeights.Of(1, 2, 3) })
        {
            TrainDataset = TinyData.Rows(8),
            ComputeLossFunc = (outputs, labels, _) => Functional.CrossEntropy(outputs.Logits!, (LongTensor)labels!),
        };

        Assert.Contains("class_weights would have no effect", Assert.Throws<TrainingArgumentsException>(() => trainer.Train()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_a_model_are_named()
    {
        Trainer Make(ClassWeights weights) => Bert(weights, i => (long)(i % 3));
        Trainer byName = Make(ClassWeights.ByLabel(new Dictionary<string, double> { ["LABEL_1"] = 3 }));
        Trainer byId = Make(ClassWeights.Of(1, 3, 1));

        _ = byName.Train();
        _ = byId.Train();

        Assert.Equal(TinyTrainer.Losses(byId), TinyTrainer.Losses(byName));
        Assert.Equal(ProblemType.SingleLabelClassification, ((PreTrainedModel)byName.Model).Config.ProblemType);
        Assert.Contains(
            "Did you mean \"LABEL_1\"?",
            Assert.Throws<TrainingArgumentsException>(() => Make(ClassWeights.ByLabel(new Dictionary<string, double> { ["LABEL1"] = 3 })).Train()).Message,
            StringComparison.Ordinal);
        Assert.Contains("has 2 numbers, but there are 3 labels", Assert.Throws<TrainingArgumentsException>(() => Make(ClassWeights.Of(1, 2)).Train()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_labels_a_row_weigh_where_they_are_set()
    {
        Trainer balanced = Bert(ClassWeights.Balanced, i => new[] { i % 2, 1f, i % 4 == 0 ? 1 : 0 });
        Trainer given = Bert(ClassWeights.Of(1, 0, 3), i => new[] { i % 2, 1f, i % 4 == 0 ? 1 : 0 });

        _ = balanced.Train();
        _ = given.Train();

        AssertClose(TinyTrainer.Losses(given), TinyTrainer.Losses(balanced));
    }

    [Fact]
    public void A_label_out_of_range_is_named_with_its_row()
    {
        Trainer trainer = Bert(ClassWeights.Of(1, 2, 3), i => i == 5 ? 7L : 0L);

        Assert.Contains("7", Assert.ThrowsAny<ArgumentException>(() => trainer.Train()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"balanced\"")]
    [InlineData("[1.0, 2.5]")]
    [InlineData("{\"spam\": 4.0, \"a=b\": 0.5}")]
    public void Weights_go_to_json_and_back(string json)
    {
        TrainingArguments args = TrainingArguments.FromJson("{\"class_weights\": " + json + "}");

        string written = args.ToJson();

        Assert.Equal(json, TrainingArguments.FromJson(written).ClassWeights!.ToString());
    }

    [Theory]
    [InlineData("[-1.0, 1.0]", "at least 0")]
    [InlineData("[0, 0]", "nothing to learn from")]
    [InlineData("\"even\"", "expected balanced")]
    public void Weights_that_make_no_sense_are_refused(string json, string advice)
    {
        string message = Assert.Throws<TrainingArgumentsException>(() => TrainingArguments.FromJson("{\"class_weights\": " + json + "}").Validate()).Message;

        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    private Trainer Bert(ClassWeights weights, Func<int, object> label) => new(
        AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", "bert-tiny")),
        TinyTrainer.Args(_folder) with { ClassWeights = weights, MaxSteps = 3, LearningRate = 1e-3 })
    {
        TrainDataset = Enumerable.Range(0, 8).Select(i => new Example(new Dictionary<string, object?>
        {
            ["input_ids"] = new long[] { 2, 5 + i, 9, 3 },
            ["labels"] = label(i),
        })).ToList(),
        Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        Logger = NullLogger.Instance,
    };

    private Trainer Train(int batch, int accumulation, Func<TrainingArguments, TrainingArguments> change, List<Example>? rows = null)
    {
        TrainingArguments args = TinyTrainer.Args(_folder) with { PerDeviceTrainBatchSize = batch, GradientAccumulationSteps = accumulation };
        Trainer trainer = new(new TinyClassifier(dropout: 0), change(args))
        {
            TrainDataset = rows ?? TinyData.Rows(20),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = NullLogger.Instance,
        };
        _ = trainer.Train();
        return trainer;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 3e-6));
    }
}
