using FineTune.Runtime;
using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Resources;

[Collection(AloneCollection.Name)]
public sealed class ActivationCheckpointingTests
{
    private static readonly Dictionary<string, object?> s_everySecond = new() { ["every_n_layers"] = 2L, ["use_reentrant"] = true };

    [Theory]
    [InlineData("bert", 1)]
    [InlineData("bert", 3)]
    [InlineData("distilbert", 1)]
    public void Losses_and_weights_are_the_same_bit_for_bit(string type, int accumulation)
    {
        Run kept = Train(type, accumulation, args => args);

        Run again = Train(type, accumulation, args => args with { ActivationCheckpointing = true });
        Run some = Train(type, accumulation, args => args with { GradientCheckpointing = true, GradientCheckpointingKwargs = s_everySecond });

        Assert.Equal(kept.Losses, again.Losses);
        Assert.Equal(kept.Digest, again.Digest);
        Assert.Equal(kept.Random, again.Random);
        Assert.Equal(kept.Digest, some.Digest);
    }

    [Fact]
    public void A_step_of_eight_layers_needs_a_third_of_the_memory()
    {
        long kept = Peak(model => model.GradientCheckpointingDisable());

        long again = Peak(model => model.GradientCheckpointingEnable());
        long some = Peak(model => model.ActivationCheckpointingEnable(everyNLayers: 2));

        Assert.InRange(again, 1, kept / 3);
        Assert.InRange(some, again, kept * 2 / 3);
    }

    [Fact]
    public void Frozen_embeddings_make_no_difference()
    {
        string[] digests = [.. new[] { false, true }.Select(checkpointing =>
            Train("bert", 1, args => args with { ActivationCheckpointing = checkpointing, Freeze = ["bert.embeddings.*"] }).Digest)];

        Assert.Equal(digests[0], digests[1]);
    }

    [Fact]
    public void Random_numbers_drawn_after_backward_are_the_same()
    {
        float[] draws = [.. new[] { false, true }.Select(checkpointing =>
        {
            PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(SmallBert.Config());
            model.Generator = new Generator(5);
            model.Train();
            if (checkpointing)
            {
                model.ActivationCheckpointingEnable();
            }

            model.Forward(new DefaultDataCollator().Collate([.. SmallBert.Rows(3, 7, 7)])).Loss!.Backward();
            return model.Generator.NextFloat();
        })];

        Assert.Equal(draws[0], draws[1]);
    }

    [Fact]
    public void The_model_says_whether_it_is_on()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(SmallBert.Config());
        Assert.True(model.SupportsGradientCheckpointing);
        Assert.False(model.IsActivationCheckpointing);

        model.ActivationCheckpointingEnable();
        Assert.True(model.IsActivationCheckpointing);

        model.ActivationCheckpointingDisable();
        Assert.False(model.IsActivationCheckpointing);
    }

    [Theory]
    [InlineData("every_n_layers", 0L)]
    [InlineData("preserve_rng_state", false)]
    [InlineData("use_reentrant", "yes")]
    [InlineData("context_fn", null)]
    public void Settings_that_cannot_be_honoured_are_refused(string key, object? value)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(SmallBert.Config());

        ArgumentException error = Assert.Throws<ArgumentException>(() => model.ActivationCheckpointingEnable(new Dictionary<string, object?> { [key] = value }));

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains("every_n_layers (1 or more)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_layers_is_refused_before_training()
    {
        using RunFolder folder = new();
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(folder) with { ActivationCheckpointing = true });

        TrainingArgumentsException error = Assert.Throws<TrainingArgumentsException>(() => trainer.Train());

        Assert.Contains("activation_checkpointing is set, but TinyClassifier has no layers", error.Message, StringComparison.Ordinal);
    }

    private static PretrainedConfig Config(string type) => type == "bert"
        ? SmallBert.Config(layers: 4, hidden: 32)
        : (DistilBertConfig)new DistilBertConfig().With(new Dictionary<string, object?>
        {
            ["vocab_size"] = 300,
            ["dim"] = 32,
            ["n_layers"] = 4,
            ["n_heads"] = 4,
            ["hidden_dim"] = 72,
            ["max_position_embeddings"] = 128,
            ["num_labels"] = 3,
        });

    private static Run Train(string type, int accumulation, Func<TrainingArguments, TrainingArguments> change)
    {
        using RunFolder folder = new();
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(Config(type));
        Trainer trainer = SmallBert.Trainer(model, SmallBert.Rows(48, shortest: 5, longest: 40), folder, change(new TrainingArguments
        {
            PerDeviceTrainBatchSize = 4,
            GradientAccumulationSteps = accumulation,
            MaxSteps = 5,
            LearningRate = 1e-3,
            LoggingSteps = 1,
        }));

        trainer.Train();

        return new Run(TinyTrainer.Losses(trainer), SmallBert.Digest(model), Convert.ToHexString(trainer.Generator.GetState()));
    }

    /// <summary>Gets the most floats of the pool that a training step had at a time.</summary>
    private static long Peak(Action<PreTrainedModel> set)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(SmallBert.Config(layers: 8, hidden: 64));
        model.Generator = new Generator(1);
        model.Train();
        set(model);
        Batch batch = new DefaultDataCollator().Collate([.. SmallBert.Rows(4, 50, 50)]);
        BufferPool.ResetPeak();
        long before = BufferPool.PeakFloats;

        using (new TensorScope())
        {
            model.Forward(batch).Loss!.Backward();
        }

        return BufferPool.PeakFloats - before;
    }

    private sealed record Run(double[] Losses, string Digest, string Random);
}
