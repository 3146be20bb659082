using FineTune.Tests.Training.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training;

/// <summary>
/// The law of gradient accumulation as a property: without dropout, loss, gradient norm and weights do not depend on how the samples of an
/// optimizer step are split, for any number of rows, so that micro-batches and windows end short in every way.
/// </summary>
public sealed class AccumulationLawTests
{
    // The same sums in another order, over some ten steps.
    private const double Tolerance = 5e-6;

    /// <summary>Gets every way to split steps of 6, 8 and 12 samples, with numbers of rows that leave every kind of rest.</summary>
    public static TheoryData<string, int, int, int> Splits
    {
        get
        {
            TheoryData<string, int, int, int> splits = [];
            foreach (string kind in new[] { "classes", "ignored classes", "tokens", "numbers", "several" })
            {
                foreach ((int rows, int effective) in new[] { (24, 6), (19, 6), (25, 12), (29, 8) })
                {
                    for (int batch = 1; batch < effective; batch++)
                    {
                        if (effective % batch == 0)
                        {
                            splits.Add(kind, rows, batch, effective / batch);
                        }
                    }
                }
            }

            return splits;
        }
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void The_split_makes_no_difference(string kind, int rows, int batch, int accumulation)
    {
        Trainer whole = Train(kind, rows, batch * accumulation, 1);

        Trainer split = Train(kind, rows, batch, accumulation);

        AssertSame(whole, split);
    }

    [Theory]
    [InlineData(19, 2, 3)]
    [InlineData(25, 3, 4)]
    [InlineData(29, 1, 8)]
    public void Nor_does_it_with_a_loss_of_ones_own_that_divides_by_the_labels_of_the_step(int rows, int batch, int accumulation)
    {
        static Tensor Sum(ModelOutput outputs, TensorBase? labels, long? count) =>
            Functional.CrossEntropy(outputs.Logits!, (LongTensor)labels!, reduction: LossReduction.Sum) / (float)count!.Value;

        Trainer whole = Train("ignored classes", rows, batch * accumulation, 1, Sum);
        Trainer split = Train("ignored classes", rows, batch, accumulation, Sum);

        AssertSame(whole, split);
        AssertSame(Train("ignored classes", rows, batch, accumulation), split);
    }

    [Fact]
    public void Rebalanced_batches_of_unequal_size_obey_it_too()
    {
        Trainer whole = Train("ragged", 24, 6, 1, change: args => args with { TrainSamplingStrategy = TrainSamplingStrategy.BatchRebalance });

        Trainer split = Train("ragged", 24, 2, 3, change: args => args with { TrainSamplingStrategy = TrainSamplingStrategy.BatchRebalance });

        AssertSame(whole, split);
    }

    [Theory]
    [InlineData(24, 2, 3)]
    [InlineData(20, 2, 3)]
    public void The_references_sum_is_the_number_of_batches_times_the_mean_of_means(int rows, int batch, int accumulation)
    {
        static TrainingArguments OneStep(TrainingArguments args) => args with { MaxSteps = 1, MaxGradNorm = 0 };
        Trainer law = Train("classes", rows, batch, accumulation, change: OneStep);

        Trainer upstream = Train("classes", rows, batch, accumulation, change: args => OneStep(args) with { UpstreamAccumulation = true });

        Assert.Equal(accumulation * TinyTrainer.Losses(law)[0], TinyTrainer.Losses(upstream)[0], Tolerance);
    }

    private static Trainer Train(
        string kind,
        int rows,
        int batch,
        int accumulation,
        Func<ModelOutput, TensorBase?, long?, Tensor>? loss = null,
        Func<TrainingArguments, TrainingArguments>? change = null)
    {
        using RunFolder folder = new();
        TrainingArguments args = TinyTrainer.Args(folder) with
        {
            PerDeviceTrainBatchSize = batch,
            GradientAccumulationSteps = accumulation,
            Optim = OptimizerNames.Sgd,
            LearningRate = 0.3,
            NumTrainEpochs = 3,
        };
        Trainer trainer = new(new LawModel(kind), change?.Invoke(args) ?? args)
        {
            TrainDataset = Enumerable.Range(0, rows).Select(i => Row(kind, i)).ToList(),
            DataCollator = kind == "ragged" ? new Padding() : null,
            ComputeLossFunc = loss,
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = NullLogger.Instance,
        };
        _ = trainer.Train();
        return trainer;
    }

    private static Example Row(string kind, int i)
    {
        long[] ids = [.. Enumerable.Range(0, kind == "ragged" ? 1 + (i * 5 % 6) : 6).Select(j => (long)(((i * i) + (3 * j)) % 12))];
        object labels = kind switch
        {
            "ignored classes" => i % 3 == 1 ? -100L : i * 7 % 3,
            "tokens" => ids.Select((_, j) => ((i * j) + j) % 4 == 0 ? -100L : (i + j) % 3).ToArray(),
            "numbers" => i == 5 ? -100f : (i * 37 % 11) / 10f,
            "several" => Enumerable.Range(0, 3).Select(j => ((i * 3) + (j * j)) % 3 == 0 ? 1f : 0f).ToArray(),
            _ => i * 7 % 3L,
        };
        return new Example(new Dictionary<string, object?> { ["input_ids"] = ids, ["labels"] = labels });
    }

    private static void AssertSame(Trainer expected, Trainer actual)
    {
        foreach (string key in new[] { "loss", "grad_norm" })
        {
            AssertClose(key, Column(expected, key), Column(actual, key));
        }

        AssertClose("weight", [.. TinyTrainer.Weights(expected).Select(value => (double)value)], [.. TinyTrainer.Weights(actual).Select(value => (double)value)]);
        AssertClose("train_loss", Column(expected, "train_loss"), Column(actual, "train_loss"));
    }

    private static double[] Column(Trainer trainer, string key) =>
        [.. trainer.State.LogHistory.Where(entry => entry.ContainsKey(key)).Select(entry => entry[key])];

    private static void AssertClose(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double limit = Tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= limit, $"{what}[{i}] is {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    /// <summary>The mean over an embedding's positions, or each position by itself, and a linear layer; no dropout.</summary>
    private sealed class LawModel : TrainableModel
    {
        private readonly string _kind;
        private readonly Embedding _embedding;
        private readonly Linear _classifier;

        public LawModel(string kind)
        {
            _kind = kind;
            _embedding = RegisterModule("embedding", new Embedding(12, 4));
            _classifier = RegisterModule("classifier", new Linear(4, kind == "numbers" ? 1 : 3));
            int salt = 0;
            foreach (Parameter parameter in Parameters())
            {
                salt++;
                for (int i = 0; i < parameter.Length; i++)
                {
                    parameter.Span[i] = (((i * 37) + salt) % 101 - 50) / 100f;
                }
            }
        }

        public override ModelOutput Forward(Batch batch)
        {
            Tensor hidden = _embedding.Forward(batch.InputIds!);   // [B, T, 4]
            Tensor logits = _classifier.Forward(_kind == "tokens" ? hidden.Reshape(batch.InputIds!.Length, 4) : hidden.Mean(1));
            Tensor? loss = batch.Labels switch
            {
                LongTensor classes => Functional.CrossEntropy(logits, new LongTensor(classes.ToArray(), new Shape(classes.Length))),
                Tensor numbers when _kind == "numbers" => Functional.MseLoss(logits.Reshape(numbers.Length), numbers),
                Tensor several => Functional.BinaryCrossEntropyWithLogits(logits, several),
                _ => null,
            };
            return new ModelOutput { Loss = loss, Logits = logits };
        }
    }

    /// <summary>Repeats a row's last token up to a fixed length, so that the mean over positions does not depend on the batch.</summary>
    private sealed class Padding : IDataCollator
    {
        public Batch Collate(IReadOnlyList<Example> examples) => new()
        {
            ["input_ids"] = new LongTensor(
                [.. examples.Select(row => row.Get<long[]>("input_ids")).SelectMany(ids => Enumerable.Range(0, 6).Select(t => ids[Math.Min(t, ids.Length - 1)]))],
                new Shape(examples.Count, 6)),
            ["labels"] = new LongTensor([.. examples.Select(row => row.Get<long>("labels"))], new Shape(examples.Count)),
        };
    }
}
