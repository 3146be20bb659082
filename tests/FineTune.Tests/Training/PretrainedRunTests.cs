using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training;

/// <summary>Runs with a pre-trained model and its tokenizer.</summary>
public sealed class PretrainedRunTests : IDisposable
{
    private static readonly string s_folder = Golden.Path("models", "bert-tiny");
    private readonly RunFolder _folder = new();

    [Fact]
    public void Resumed_with_noise_smoothing_and_a_tokenizer_it_is_the_same_run()
    {
        Trainer whole = Make();
        _ = whole.Train();

        for (int step = 1; step < 6; step++)
        {
            Trainer resumed = Make();
            _ = resumed.Train(ResumeFrom.Path(_folder.File($"checkpoint-{step}")));

            Assert.Equal(TinyTrainer.Losses(whole), TinyTrainer.Losses(resumed));
            Assert.Equal(TinyTrainer.Weights(whole), TinyTrainer.Weights(resumed));
        }

        Assert.True(File.Exists(_folder.File("checkpoint-1", "tokenizer.json")));
        Assert.Null(whole.Model.NeftuneNoiseAlpha);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(7, 0)]
    public void Special_tokens_of_the_configuration_become_the_tokenizers_before_training(int? before, int after)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(s_folder);
        model.Config = model.Config.With(new Dictionary<string, object?> { ["pad_token_id"] = before, ["eos_token_id"] = 3 });
        Trainer trainer = Make(model);

        _ = trainer.Train();

        PretrainedConfig saved = AutoConfig.FromPretrained(_folder.File("checkpoint-1"));
        Assert.Equal(after, saved.PadTokenId);
        Assert.Equal(3, saved.Get<int?>("eos_token_id")); // The tokenizer has none.
    }

    [Fact]
    public void Other_outputs_are_collected_unless_their_keys_are_ignored()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(s_folder);
        model.Config = model.Config.With(new Dictionary<string, object?> { ["output_hidden_states"] = true });

        PredictionOutput all = Make(model).Predict(Rows(5));
        PredictionOutput few = Make(model, "hidden_states").Predict(Rows(5));
        PredictionOutput none = Make(model, "logits", "hidden_states").Predict(Rows(5));

        Assert.Equal(3, all.OtherPredictions["hidden_states"].Count);
        Assert.All(all.OtherPredictions["hidden_states"], states => Assert.Equal(5, states.Shape[0]));
        Assert.Empty(few.OtherPredictions);
        Assert.Equal(all.Predictions.ToArray(), few.Predictions.ToArray());
        Assert.False(none.HasPredictions);
        Assert.Contains("only the loss was kept", Assert.Throws<InvalidOperationException>(() => none.Predictions).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Example[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Example(new Dictionary<string, object?>
    {
        ["input_ids"] = Enumerable.Range(0, 3 + (i % 5)).Select(t => 5L + (((i * 7) + (t * t)) % 35)).ToArray(),
        ["labels"] = (long)(i % 3),
    }))];

    private Trainer Make(PreTrainedModel? model = null, params string[] ignored) => new(
        model ?? AutoModelForSequenceClassification.FromPretrained(s_folder),
        TinyTrainer.Args(_folder) with
        {
            LearningRate = 1e-3,
            MaxSteps = 6,
            SaveStrategy = SaveStrategy.Steps,
            SaveSteps = 1,
            NeftuneNoiseAlpha = 5,
            LabelSmoothingFactor = 0.1,
            GradientAccumulationSteps = 2,
        })
    {
        TrainDataset = Rows(20),
        ProcessingClass = AutoTokenizer.FromPretrained(s_folder),
        IgnoreKeys = ignored.Length == 0 ? null : ignored,
        Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
    };
}
