using FineTune.Tests.Training.Resources;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Distributed;

/// <summary>Several ranks are one process that takes their batches one after the other, bit for bit; and they are so every time.</summary>
public sealed class RankEqualityTests
{
    private static readonly string[] s_dropouts =
    [
        "hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout_prob", "classifier_dropout", "cls_dropout", "pooler_dropout",
        "attention_dropout", "embedding_dropout", "mlp_dropout",
    ];

    [Theory]
    [InlineData("numbers", 2, 24, 3)]
    [InlineData("numbers", 3, 24, 4)]
    [InlineData("numbers", 4, 24, 2)]
    [InlineData("numbers", 3, 23, 4)] // The last round is short: some ranks have fewer rows, or none.
    [InlineData("numbers", 4, 19, 3)]
    [InlineData("table", 2, 20, 4)]
    [InlineData("table", 3, 19, 3)]
    [InlineData("bert", 2, 48, 12)] // More tokens a batch than a product sums at a time.
    [InlineData("bert", 3, 44, 8)]
    [InlineData("bert", 4, 19, 3)]
    [InlineData("bert, computed again", 2, 48, 12)]
    [InlineData("albert", 2, 48, 12)]
    [InlineData("roberta", 2, 20, 4)]
    [InlineData("modernbert", 2, 20, 4)]
    [InlineData("deberta-v2", 3, 20, 3)]
    public void Ranks_without_dropout_are_one_process_with_as_many_micro_batches(string model, int size, int rows, int batch)
    {
        using RunFolder alone = new();
        RankTrainer one = Train(model, alone.Path, rows, args => args with { PerDeviceTrainBatchSize = batch, GradientAccumulationSteps = size });

        using RunFolder folder = new();
        RankTrainer[] ranks = ThreadRanks.Run(size, _ => Train(model, folder.Path, rows, args => args with
        {
            PerDeviceTrainBatchSize = batch,
            AcceleratorConfig = new AcceleratorConfig { EvenBatches = false },
        }));

        Assert.All(ranks, rank => Assert.Equal(one.Trace("epoch"), rank.Trace("epoch")));
        Assert.Equal(one.Rows.SelectMany(seen => seen).Order(), ranks.SelectMany(rank => rank.Rows).SelectMany(seen => seen).Order());
    }

    [Fact]
    public void Rebalanced_batches_that_are_split_have_the_rows_of_a_step_and_no_more()
    {
        string Trace(int batch, bool split)
        {
            using RunFolder folder = new();
            return ThreadRanks.Run(2, group =>
            {
                RankTrainer trainer = RankTrainer.Tiny(TinyTrainer.Args(folder) with
                {
                    PerDeviceTrainBatchSize = batch,
                    TrainSamplingStrategy = TrainSamplingStrategy.BatchRebalance,
                    AcceleratorConfig = new AcceleratorConfig { SplitBatches = split },
                });
                _ = trainer.Train();
                return trainer.Trace();
            })[0];
        }

        Assert.Equal(Trace(4, split: false), Trace(8, split: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Ranks_that_are_late_at_random_give_the_same_bits_as_ever(int accumulation)
    {
        Random random = new(7);
        string[] traces = [.. Enumerable.Range(0, 3).Select(run =>
        {
            using RunFolder folder = new();
            ThreadRanks ranks = new(4) { BeforeCall = (_, _) => Thread.Sleep(run == 0 ? 0 : random.Next(3)) };
            RankTrainer[] trainers = ranks.Run(group =>
            {
                RankTrainer trainer = RankTrainer.Tiny(TinyTrainer.Args(folder) with { PerDeviceTrainBatchSize = 2, GradientAccumulationSteps = accumulation });
                _ = trainer.Train();
                return trainer;
            });
            return Assert.Single(trainers.Select(trainer => trainer.Trace()).Distinct());
        })];

        Assert.Single(traces.Distinct());
    }

    [Fact]
    public void Gradients_of_half_the_bytes_train_to_nearly_the_same()
    {
        RankTrainer[] Ranks(DdpCommHook hook)
        {
            using RunFolder folder = new();
            return ThreadRanks.Run(3, _ => Train("bert", folder.Path, 20, args => args with { PerDeviceTrainBatchSize = 2, LearningRate = 1e-3, DdpCommHook = hook }));
        }

        (RankTrainer[] whole, RankTrainer[] halves, RankTrainer[] again) = (Ranks(DdpCommHook.No), Ranks(DdpCommHook.Bf16), Ranks(DdpCommHook.Bf16));

        Assert.Single(halves.Concat(again).Select(rank => rank.Trace()).Distinct());
        Assert.NotEqual(whole[0].Trace(), halves[0].Trace());
        Assert.All(TinyTrainer.Losses(whole[0]).Zip(TinyTrainer.Losses(halves[0])), pair => Assert.Equal(pair.First, pair.Second, 5e-3));
    }

    [Fact]
    public void However_gradients_are_packed_they_are_the_same()
    {
        float[] Exchanged(int megabytes) => ThreadRanks.Run(3, group =>
        {
            TinyClassifier model = new(dropout: 0);
            Fill(model, group.Rank);
            new GradientExchange(group, [.. model.Parameters()], megabytes).Sum();
            return model.Parameters().SelectMany(parameter => parameter.Grad!.ToArray()).ToArray();
        })[0];

        float[] packed = Exchanged(25);
        float[] byThemselves = Exchanged(0);

        Assert.Equal(packed, byThemselves);
        Assert.Contains(packed, value => value != 0);
    }

    [Fact]
    public void Gradients_travel_while_the_way_back_goes_on()
    {
        const int Steps = 3, Gradients = 4, OfLastLayer = 2;
        ThreadRanks ranks = new(2);
        int Sums() => ranks.Calls.Count(call => call.StartsWith("sum", StringComparison.Ordinal));
        bool[][] seen = ranks.Run(group =>
        {
            RankModel model = new();
            Parameter first = model.Parameters().First();
            GradientExchange exchange = new(group, [.. model.Parameters()], bucketMegabytes: 0);
            List<bool> travelled = [];
            List<float[]> gradients = [];
            for (int step = 0; step < Steps; step++)
            {
                model.ZeroGrad();
                exchange.Begin();
                exchange.BeginToTravel();
                if (first.GradientFinished is { } told)
                {
                    first.GradientFinished = parameter =>
                    {
                        travelled.Add(SpinWait.SpinUntil(() => Sums() >= (Gradients * step) + OfLastLayer, 10_000));
                        told(parameter);
                    };
                }

                using TensorScope scope = new();
                model.Forward(new DefaultDataCollator().Collate(RankModel.Rows(6))).Loss!.Backward();
                exchange.Sum();
                gradients.Add([.. model.Parameters().SelectMany(parameter => parameter.Grad!.ToArray())]);
            }

            Assert.All(gradients, gradient => Assert.Equal(gradients[0], gradient));
            return travelled.ToArray();
        });

        Assert.Equal(Steps * Gradients, Sums());
        Assert.All(seen, travelled => Assert.Equal([true, true], travelled)); // The first step finds out what there is to travel.
    }

    [Fact]
    public void A_table_travels_as_the_rows_that_were_touched()
    {
        ThreadRanks ranks = new(2);
        float[][] gradients = ranks.Run(group =>
        {
            Embedding table = new(1000, 4);
            TouchRows(table.Weight, group.Rank == 0 ? [3, 998] : [3, 7]);
            GradientExchange exchange = new(group, [table.Weight], 25);
            exchange.Begin();
            exchange.Sum();
            Assert.Equal((3 * 4 + 2) * sizeof(float), exchange.Bytes);
            Assert.Equal(1000 * 4 * sizeof(float), exchange.DenseBytes);
            Assert.Equal([3, 7, 998], table.Weight.GradientRows!.Rows.ToArray());
            return table.Weight.Grad!.ToArray();
        });

        Assert.All(gradients, gradient => Assert.Equal([2f, 1f, 1f], new[] { 3, 7, 998 }.Select(row => gradient[row * 4])));
        Assert.All(gradients, gradient => Assert.Equal(4 * 4, gradient.Sum()));
    }

    [Fact]
    public void What_travels_may_change_from_step_to_step()
    {
        bool[][] found = ThreadRanks.Run(2, group =>
        {
            Parameter[] parameters = [.. Enumerable.Range(0, 3).Select(_ => new Parameter(Tensor.Full(new Shape(3), 1)))];
            GradientExchange exchange = new(group, parameters, 25);
            List<bool> has = [];
            foreach (int[] mine in new int[][] { [0, 1], [group.Rank + 1], [], [2] })
            {
                Array.ForEach(parameters, parameter => parameter.ZeroGrad());
                exchange.Begin();
                exchange.BeginToTravel();
                foreach (int i in mine)
                {
                    parameters[i].WholeGradient().Fill(1);
                }

                exchange.Sum();
                has.AddRange(parameters.Select(parameter => parameter.HasGradient));
            }

            return has.ToArray();
        });

        Assert.All(found, has => Assert.Equal([true, true, false, false, true, true, false, false, false, false, false, true], has));
    }

    [Fact]
    public void A_gradient_that_only_one_rank_has_is_everybodys()
    {
        bool[][] found = ThreadRanks.Run(2, group =>
        {
            Parameter[] parameters = [new Parameter(Tensor.Full(new Shape(3), 1)), new Parameter(Tensor.Full(new Shape(3), 1))];
            if (group.Rank == 1)
            {
                parameters[0].WholeGradient().Fill(2);
            }

            new GradientExchange(group, parameters, 25).Sum();
            return new[] { parameters[0].HasGradient && parameters[0].Grad!.ToArray().All(value => value == 2), parameters[1].HasGradient };
        });

        Assert.All(found, pair => Assert.Equal([true, false], pair));
    }

    private static void Fill(TinyClassifier model, int rank)
    {
        foreach (Parameter parameter in model.Parameters())
        {
            Span<float> gradient = parameter.WholeGradient();
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] = ((i * 31) + (rank * 7)) % 13 / 7f;
            }
        }
    }

    private static void TouchRows(Parameter table, int[] rows)
    {
        Span<float> gradient = table.RowGradientTarget(rows).Span;
        foreach (int row in rows)
        {
            gradient.Slice(row * 4, 4).Fill(1);
        }
    }

    private static RankTrainer Train(string name, string folder, int rows, Func<TrainingArguments, TrainingArguments> change)
    {
        bool isEncoder = name is not ("numbers" or "table");
        TrainableModel model = name == "numbers" ? new RankModel() : name == "table" ? new TinyClassifier(dropout: 0) : Encoder(name.Split(',')[0]);
        RankTrainer trainer = new(model, change(TinyTrainer.Args(folder) with
        {
            NumTrainEpochs = 3,
            LearningRate = 0.01,
            MaxGradNorm = 0.3,
            EvalStrategy = IntervalStrategy.Epoch,
            GradientCheckpointing = name.EndsWith("again", StringComparison.Ordinal),
        }))
        {
            TrainDataset = isEncoder ? SmallBert.Rows(rows, 70, 100) : name == "table" ? TinyData.Rows(rows) : RankModel.Rows(rows),
            EvalDataset = isEncoder ? SmallBert.Rows(11, 5, 60) : name == "table" ? TinyData.Rows(11, 1) : RankModel.Rows(11),
            DataCollator = isEncoder ? new DataCollatorWithPadding(AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny"))) : null,
            ComputeMetrics = prediction => new Dictionary<string, double> { ["sum"] = prediction.Predictions.ToArray().Sum() },
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = NullLogger.Instance,
        };
        _ = trainer.Train();
        return trainer;
    }

    private static PreTrainedModel Encoder(string name)
    {
        PretrainedConfig config = SmallBert.Sized(name switch
        {
            "bert" => new BertConfig(),
            "roberta" => new RobertaConfig(),
            "albert" => new AlbertConfig { EmbeddingSize = 16 },
            "modernbert" => new ModernBertConfig { LocalAttention = 16 },
            _ => new DebertaV2Config { RelativeAttention = true, PosAttType = ["c2p", "p2c"], PositionBuckets = 16, ConvKernelSize = 3, ShareAttKey = true },
        });
        return AutoModelForSequenceClassification.FromConfig(config.With(s_dropouts.Where(config.Contains).ToDictionary(key => key, _ => (object?)0.0)));
    }
}
