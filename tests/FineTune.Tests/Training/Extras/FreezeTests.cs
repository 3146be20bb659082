using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Extras;

public sealed class FreezeTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frozen_weights_stay_and_cost_no_optimizer_state()
    {
        TinyClassifier model = new();
        float[] before = model.Parameters().First().ToArray();
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { Freeze = ["embedding.*"] }, model);

        _ = trainer.Train();

        Assert.Equal(before, model.Parameters().First().ToArray());
        Assert.Null(model.Parameters().First().Grad);
        Assert.Equal(15, trainer.GetNumTrainableParameters());
        Assert.Equal(2, ((System.Collections.IDictionary)trainer.Optimizer!.StateDict()["state"]!).Count);
    }

    [Fact]
    public void A_model_that_is_made_anew_is_frozen_too()
    {
        Trainer trainer = new(_ => new TinyClassifier(), TinyTrainer.Args(_folder) with { Freeze = ["embedding.weight"] })
        {
            TrainDataset = TinyData.Rows(8),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        _ = trainer.Train();
        _ = trainer.Train();

        Assert.Equal(15, trainer.GetNumTrainableParameters());
    }

    [Theory]
    [InlineData("bert-tiny")]
    [InlineData("distilbert-tiny")]
    public void Freezing_one_parameter_leaves_the_gradients_of_all_others_as_they_were(string name)
    {
        Dictionary<string, float[]> all = Gradients(name, frozen: null);

        foreach (string frozen in all.Keys)
        {
            Dictionary<string, float[]> others = Gradients(name, frozen);

            Assert.DoesNotContain(frozen, others.Keys);
            Assert.Equal(all.Count - 1, others.Count);
            Assert.All(others, pair => Assert.True(all[pair.Key].AsSpan().SequenceEqual(pair.Value), $"{pair.Key} with {frozen} frozen"));
        }
    }

    [Theory]
    [InlineData("bert.embedings.*", "Near it are bert.embeddings.word_embeddings.weight")]
    [InlineData("*.pooller.*", "Near it are bert.pooler.dense.weight, bert.pooler.dense.bias")]
    [InlineData("re:^zzz", "The names begin: bert.embeddings.word_embeddings.weight")]
    [InlineData("*", "nothing to train")]
    public void A_pattern_that_matches_nothing_names_what_is_near(string pattern, string advice)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", "bert-tiny"));

        string message = Assert.Throws<TrainingArgumentsException>(() => ParameterPattern.Freeze(model, [pattern])).Message;

        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*.layer.[0-1].output.dense.bias", 2)]
    [InlineData("*.layer.[1].output.dense.bias", 1)]
    [InlineData("re:layer\\.\\d+\\.output\\.dense\\.bias$", 2)]
    [InlineData("classifier.????", 1)]
    public void A_pattern_may_have_wildcards_sets_and_be_a_regular_expression(string pattern, int count)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", "bert-tiny"));

        Assert.Equal(count, ParameterPattern.Freeze(model, [pattern]));
    }

    [Fact]
    public void A_regular_expression_that_is_none_is_a_wrong_argument()
    {
        TrainingArguments args = new() { Freeze = ["re:("] };

        Assert.Contains("freeze has re:(, which is not a pattern", Assert.Throws<TrainingArgumentsException>(args.Validate).Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, float[]> Gradients(string name, string? frozen)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", name));
        if (frozen is not null)
        {
            ParameterPattern.Freeze(model, [frozen]);
        }

        Batch batch = new()
        {
            ["input_ids"] = new LongTensor([2, 7, 9, 3, 2, 8, 3, 0], new Shape(2, 4)),
            ["attention_mask"] = new LongTensor([1, 1, 1, 1, 1, 1, 1, 0], new Shape(2, 4)),
            ["labels"] = new LongTensor([1, 0], new Shape(2)),
        };
        using TensorScope scope = new();
        model.Generator = new Generator(3);
        model.Train();
        model.Forward(batch).Loss!.Backward();
        return model.NamedParameters().Where(pair => pair.Parameter.Grad is not null).ToDictionary(pair => pair.Name, pair => pair.Parameter.Grad!.ToArray());
    }
}
