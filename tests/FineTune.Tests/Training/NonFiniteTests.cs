using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Tests.Training.Resources;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training;

public sealed class NonFiniteTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_loss_that_is_not_a_number_stops_the_run_with_step_rows_and_checkpoint()
    {
        Trainer trainer = Failing(badBatch: 4, float.NaN, filter: null);

        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() => trainer.Train());

        Assert.Equal(4, exception.Step);
        Assert.Equal(RowsOfBatch(3), exception.Rows);
        Assert.Contains("The loss is nan in step 4 (rows ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("The last good checkpoint is " + _folder.File("checkpoint-3"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_are_those_of_the_last_good_step()
    {
        using RunFolder other = new();
        Trainer good = TinyTrainer.Make(TinyTrainer.Args(other) with { MaxSteps = 3, LrSchedulerType = SchedulerType.Constant });
        _ = good.Train();
        Trainer trainer = Failing(badBatch: 4, float.NaN, filter: null);

        _ = Assert.Throws<NonFiniteLossException>(() => trainer.Train());

        Assert.Equal(TinyTrainer.Weights(good), TinyTrainer.Weights(trainer));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_stops_the_run_and_is_named()
    {
        Trainer trainer = Failing(badBatch: 3, 3e38f, filter: null);

        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() => trainer.Train());

        Assert.Contains("The norm of the gradients is inf in step 3", exception.Message, StringComparison.Ordinal);
        Assert.Contains("norm is too large for float32", exception.Culprit, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_named()
    {
        TinyClassifier model = new();
        model.ClassifierWeight.Span[2] = float.NaN;
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder), model);

        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() => trainer.Train());

        Assert.Equal("the weights of classifier.weight are not finite", exception.Culprit);
        Assert.Contains("No step was finished, so there is no checkpoint.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_layer_whose_output_overflows_is_named()
    {
        TinyClassifier model = new();
        model.ClassifierWeight.Span.Fill(3e38f);
        model.Parameters().First().Span.Fill(9f);
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder), model);

        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() => trainer.Train());

        Assert.Equal("the weights are finite; the first output that is not is that of classifier (Linear)", exception.Culprit);
    }

    [Fact]
    public void An_operation_without_weights_is_named_with_the_layer_before_it()
    {
        Trainer trainer = Failing(badBatch: 1, float.PositiveInfinity, filter: null);

        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() => trainer.Train());

        Assert.EndsWith("after classifier", exception.Culprit, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_model_of_many_layers_the_first_is_named_and_its_gradient_too()
    {
        NonFiniteLossException Spoil(Func<ModelOutput, TensorBase?, long?, Tensor>? loss, params (string Parameter, float Value)[] weights)
        {
            PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(Golden.Path("training", "comparison", "bert"));
            foreach ((string parameter, float value) in weights)
            {
                model.NamedParameters().Single(pair => pair.Name == parameter).Parameter.Span.Fill(value);
            }

            Trainer trainer = new(model, TinyTrainer.Args(_folder))
            {
                TrainDataset = TinyData.Rows(8),
                ComputeLossFunc = loss,
                Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            };
            return Assert.Throws<NonFiniteLossException>(() => trainer.Train());
        }

        string output = Spoil(null, ("bert.encoder.layer.1.intermediate.dense.weight", 3e38f)).Culprit;
        string gradient = Spoil(
            (outputs, _, _) => outputs.Logits!.Mean() * 1e3f,
            ("classifier.weight", 3e37f),
            ("bert.pooler.dense.weight", 0),
            ("bert.pooler.dense.bias", 0)).Culprit;

        Assert.Equal("the weights are finite; the first output that is not is that of bert.encoder.layer.1.intermediate.dense (Linear)", output);
        Assert.StartsWith("the gradient of bert.pooler.dense.", gradient, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "bert.encoder.layer.1.intermediate.dense (Linear)")]
    [InlineData(true, "bert.encoder.layer.1.intermediate.dense (Linear) or bert.encoder.layer.1.output.dense (Linear)")]
    public void An_output_whose_memory_was_given_back_may_have_been_the_first(bool bf16, string culprit)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(SmallBert.Config());
        model.NamedParameters().Single(pair => pair.Name == "bert.encoder.layer.1.intermediate.dense.weight").Parameter.Span.Fill(3e38f);
        model.Eval();
        Batch batch = new DefaultDataCollator().Collate([.. SmallBert.Rows(3, 7, 7)]);
        using TensorScope scope = new();
        using Autocast autocast = new(bf16 ? MatMulPrecision.Bfloat16 : MatMulPrecision.Single);

        Assert.Equal(culprit, NonFiniteOutput.FirstIn(model, model.Forward(batch).Loss!));
    }

    [Fact]
    public void The_references_filter_logs_a_mean_in_its_place()
    {
        Trainer trainer = Failing(badBatch: 4, float.NaN, filter: true, loggingSteps: 4);

        _ = trainer.Train();

        // Three good losses, then their sum divided by one more than the steps since the last log.
        double[] good = GoodLosses();
        float sum = (float)((float)((float)good[0] + (float)good[1]) + (float)good[2]);
        Assert.Equal((sum + (sum / 4f)) / 4.0, TinyTrainer.Losses(trainer)[0], 1e-6);
    }

    [Fact]
    public void Without_the_filter_it_is_logged_as_it_is()
    {
        Trainer trainer = Failing(badBatch: 4, float.NaN, filter: false);

        _ = trainer.Train();

        Assert.True(double.IsNaN(TinyTrainer.Losses(trainer)[3]));
    }

    private Trainer Failing(int badBatch, float factor, bool? filter, double loggingSteps = 1)
    {
        int batch = 0;
        TrainingArguments args = TinyTrainer.Args(_folder) with
        {
            LoggingNanInfFilter = filter,
            LoggingSteps = loggingSteps,
            LrSchedulerType = SchedulerType.Constant,
        };
        return new Trainer(new TinyClassifier(), args)
        {
            TrainDataset = TinyData.Rows(20),
            ComputeLossFunc = (outputs, labels, _) =>
            {
                Tensor loss = Functional.CrossEntropy(outputs.Logits!, (LongTensor)labels!);
                return ++batch == badBatch ? loss * factor : loss;
            },
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };
    }

    private static double[] GoodLosses()
    {
        using RunFolder folder = new();
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(folder) with { LrSchedulerType = SchedulerType.Constant });
        _ = trainer.Train();
        return TinyTrainer.Losses(trainer);
    }

    private static int[] RowsOfBatch(int batch) =>
        [.. new Generator(42).RandPerm(20).Skip(4 * batch).Take(4).Select(row => (int)row)];
}
