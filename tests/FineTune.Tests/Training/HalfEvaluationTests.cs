using FineTune.IO;
using FineTune.Tests.Training.Resources;
using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training;

/// <summary><c>bf16_full_eval</c> and <c>fp16_full_eval</c>: evaluations outside training cast the model for good, those during training do not.</summary>
public sealed class HalfEvaluationTests
{
    [Theory]
    [InlineData(true, "bfloat16", "bf16")]
    [InlineData(false, "float16", "fp16")]
    public void An_evaluation_rounds_the_weights_which_are_saved_as_such(bool isBf16, string dtype, string name)
    {
        using RunFolder folder = new();
        Trainer trainer = Make(folder, isBf16);
        float[] before = trainer.Model.Parameters().First().ToArray();

        IReadOnlyDictionary<string, double> metrics = trainer.Evaluate();

        float[] expected = [.. before.Select(x => isBf16 ? Rounded(x) : (float)(Half)x)];
        Assert.NotEqual(before, expected);
        Assert.Equal(expected, trainer.Model.Parameters().First().ToArray());
        Assert.InRange(metrics["eval_loss"], 0.5, 2);
        trainer.SaveModel(folder.File("saved"));
        Assert.Contains($"\"dtype\": \"{dtype}\"", File.ReadAllText(folder.File("saved", "config.json")), StringComparison.Ordinal);
        using SafetensorsFile saved = SafetensorsFile.Open(folder.File("saved", "model.safetensors"));
        Assert.All(saved.Names, key => Assert.Equal(isBf16 ? SafetensorsDType.BF16 : SafetensorsDType.F16, saved.EntryOf(key).DType));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => trainer.Train());
        Assert.Contains($"cast to {dtype} by an evaluation with {name}_full_eval", error.Message, StringComparison.Ordinal);
        Assert.Contains("Load the checkpoint again", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void All_weights_loaded_again_make_it_float32_and_some_are_rounded_as_the_others_are(bool isBf16)
    {
        using RunFolder folder = new();
        Trainer trainer = Make(folder, isBf16);
        PreTrainedModel model = (PreTrainedModel)trainer.Model;
        Dictionary<string, Tensor> weights = model.StateDict().ToDictionary(pair => pair.Key, pair => Tensor.From(pair.Value.ToArray(), pair.Value.Shape));
        string first = weights.Keys.First();
        trainer.Evaluate();
        float[] rounded = model.StateDict()[first].ToArray();

        model.LoadStateDict(new Dictionary<string, Tensor> { [first] = weights[first] }, strict: false);

        Assert.Equal(rounded, model.StateDict()[first].ToArray());
        Assert.Throws<InvalidOperationException>(() => Make(folder, isBf16: null, model).Train());

        model.LoadStateDict(weights);

        Assert.Equal(weights[first].ToArray(), model.StateDict()[first].ToArray());
        Assert.NotEqual(rounded, weights[first].ToArray());
        Make(folder, isBf16: null, model).Train();
    }

    [Fact]
    public void Evaluations_during_training_leave_the_weights_and_the_run_alone()
    {
        using RunFolder one = new(), other = new();
        Trainer plain = Make(one, isBf16: null);
        plain.Train();
        Trainer full = Make(other, isBf16: true);
        full.Train();

        Assert.Equal(SmallBert.Digest(plain.Model), SmallBert.Digest(full.Model));
        Assert.Equal(EvalLosses(plain), EvalLosses(full));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pipeline_of_the_model_gives_the_scores_of_the_evaluation(bool isBf16)
    {
        using RunFolder folder = new();
        Trainer trainer = Make(folder, isBf16);
        trainer.Train();
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny"));
        TextClassificationPipeline pipeline = new((PreTrainedModel)trainer.Model, tokenizer) { FunctionToApply = ClassificationFunction.None };
        BatchEncoding text = tokenizer.Encode("a film");
        Dataset row = Dataset.FromColumns(("input_ids", new[] { text.InputIds }), ("attention_mask", new[] { text.AttentionMask }));
        float[] before = Scores();
        _ = Scores(); // From the second batch on weights are kept packed.

        float[] expected = [.. trainer.Predict(row).Predictions.ToArray().OrderDescending()];

        Assert.Equal(expected, Scores());
        Assert.NotEqual(before, expected);

        float[] Scores() => [.. pipeline.Classify("a film", topK: null).Select(result => result.Score)];
    }

    private static double[] EvalLosses(Trainer trainer) =>
        [.. trainer.State.LogHistory.Where(entry => entry.ContainsKey("eval_loss")).Select(entry => entry["eval_loss"])];

    private static float Rounded(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF_0000);
    }

    private static Trainer Make(RunFolder folder, bool? isBf16, PreTrainedModel? model = null) => new(
        model ?? AutoModelForSequenceClassification.FromConfig(SmallBert.Config()),
        new TrainingArguments
        {
            OutputDir = folder.Path,
            MaxSteps = 2,
            EvalStrategy = IntervalStrategy.Steps,
            EvalSteps = 1,
            SaveStrategy = SaveStrategy.No,
            Bf16FullEval = isBf16 == true,
            Fp16FullEval = isBf16 == false,
        })
    {
        TrainDataset = SmallBert.Rows(16, shortest: 5, longest: 5),
        EvalDataset = SmallBert.Rows(8, shortest: 5, longest: 5),
        Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        ErrorOutput = TextWriter.Null,
    };
}
