using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Resources;

/// <summary>bf16 is the precision of the trainer's model, whoever wrote the steps, and of no other model.</summary>
public sealed class PrecisionOfOwnStepsTests
{
    private static readonly Dataset s_rows = SmallBert.Rows(24, shortest: 5, longest: 40);
    private static readonly DataCollatorWithPadding s_collator = new(AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny")));
    private static readonly TrainingArguments s_args = new()
    {
        Bf16 = true,
        PerDeviceTrainBatchSize = 8,
        MaxSteps = 3,
        LearningRate = 1e-3,
        SaveStrategy = SaveStrategy.No,
        LogLevel = TrainerLogLevel.Error,
        DisableTqdm = true,
    };


    [Fact]
    public void A_step_of_ones_own_computes_as_the_usual_one_does()
    {
        string rounded = Run(s_args, Own);

        Assert.Equal(Run(s_args, (model, args) => new Trainer(model, args) { TrainDataset = s_rows, DataCollator = s_collator }), rounded);
        Assert.NotEqual(Run(s_args with { Bf16 = false }, Own), rounded);
    }

    [Fact]
    public void Another_model_that_a_loss_asks_stays_in_float32()
    {
        PreTrainedModel teacher = Model(seed: 5);
        Batch batch = new DefaultDataCollator().Collate([.. SmallBert.Rows(2, 9, 9)]);
        float[] alone = Scores(teacher, batch);
        List<float[]> beside = [];

        Run(s_args, (model, args) => new Trainer(model, args)
        {
            TrainDataset = s_rows,
            DataCollator = s_collator,
            ComputeLossFunc = (output, labels, items) =>
            {
                beside.Add(Scores(teacher, batch));
                return Functional.CrossEntropy(output.Logits!, (LongTensor)labels!);
            },
        });

        Assert.Equal(3, beside.Count);
        Assert.All(beside, scores => Assert.Equal(alone, scores));
    }

    [Fact]
    public void A_pipeline_over_the_model_computes_as_the_trainer_that_used_it_last()
    {
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny"));
        PreTrainedModel model = Model(seed: 1);
        Dataset text = Dataset.FromColumns(("text", new[] { "a bc" })).Map(row => tokenizer.Encode(row.Get<string>("text")));
        using RunFolder folder = new();
        Trainer rounding = SmallBert.Trainer(model, s_rows, folder, s_args);
        rounding.Train();
        TextClassificationPipeline pipeline = new(model, tokenizer) { FunctionToApply = ClassificationFunction.None };

        float[] rounded = InOrder(pipeline);
        Assert.Equal(rounding.Predict(text).Predictions!.ToArray(), rounded);

        float[] single = SmallBert.Trainer(model, s_rows, folder, s_args with { Bf16 = false }).Predict(text).Predictions!.ToArray();
        Assert.Equal(single, InOrder(pipeline));
        Assert.NotEqual(single, rounded);
    }

    private static string Run(TrainingArguments args, Func<PreTrainedModel, TrainingArguments, Trainer> make)
    {
        using RunFolder folder = new();
        PreTrainedModel model = Model(seed: 1);
        make(model, args with { OutputDir = folder.Path }).Train();
        return SmallBert.Digest(model);
    }

    private static OwnStep Own(PreTrainedModel model, TrainingArguments args) => new(model, args) { TrainDataset = s_rows, DataCollator = s_collator };

    private static PreTrainedModel Model(long seed)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(SmallBert.Config(), seed);
        model.Eval();
        return model;
    }

    private static float[] Scores(PreTrainedModel model, Batch batch)
    {
        using AutogradMode.Guard noGrad = AutogradMode.NoGrad();
        return model.Forward(batch).Logits!.ToArray();
    }

    private static float[] InOrder(TextClassificationPipeline pipeline) =>
        [.. pipeline.Classify("a bc", topK: null).OrderBy(result => result.Label, StringComparer.Ordinal).Select(result => (float)result.Score)];

    private sealed class OwnStep(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        protected internal override float TrainingStep(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
        {
            model.Train();
            using TensorScope scope = new();
            (Tensor loss, _) = ComputeLoss(model, inputs, numItemsInBatch);
            loss.Backward();
            return loss.Item();
        }
    }
}
