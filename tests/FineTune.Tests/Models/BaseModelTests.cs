namespace FineTune.Tests.Models;

public sealed class BaseModelTests
{
    [Theory]
    [InlineData("bert")]
    [InlineData("distilbert")]
    public void Hidden_states_are_the_references_where_there_is_text_and_zero_where_there_is_none(string kind)
    {
        SafetensorsFile expected = ModelGolden.Case(kind + "-base");
        PreTrainedModel model = AutoModel.FromPretrained(ModelGolden.Folder(kind + "-tiny"));
        Batch batch = ModelGolden.Batch(expected);

        BaseModelOutput output = model switch
        {
            BertModel bert => bert.Forward(batch, outputHiddenStates: true),
            DistilBertModel distilbert => distilbert.Forward(batch, outputHiddenStates: true),
            _ => throw new InvalidOperationException(),
        };

        Compare(expected, "expected.last_hidden_state", output.LastHiddenState, batch.AttentionMask!);
        Assert.Equal(3, output.HiddenStates!.Count);
        for (int i = 0; i < 3; i++)
        {
            Compare(expected, $"expected.hidden_states.{i}", output.HiddenStates[i], batch.AttentionMask!);
        }

        Assert.Equal(kind == "bert", output.PoolerOutput is not null);
        if (output.PoolerOutput is { } pooled)
        {
            Assert.All(expected.Floats("expected.pooler_output").Zip(pooled.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
        }
    }

    [Fact]
    public void Hidden_states_come_only_when_asked_for()
    {
        PreTrainedModel model = AutoModel.FromPretrained(ModelGolden.Folder("bert-tiny"));

        BaseModelOutput output = (BaseModelOutput)model.Forward(ModelGolden.Batch(ModelGolden.Case("bert-base")));

        Assert.Null(output.HiddenStates);
    }

    [Fact]
    public void A_classifiers_checkpoint_loads_into_the_base_model()
    {
        PreTrainedModel model = AutoModel.FromPretrained(ModelGolden.Folder("bert-tiny"));

        Assert.Empty(model.LoadReport!.MissingKeys);
        Assert.Equal(["classifier.bias", "classifier.weight"], model.LoadReport.UnexpectedKeys);
    }

    [Theory]
    [InlineData("bert-tiny")]
    [InlineData("distilbert-tiny")]
    public void A_classifier_returns_hidden_states_when_the_config_says_so(string folder)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(
            ModelGolden.Folder(folder), new() { ConfigOverrides = new Dictionary<string, object?> { ["output_hidden_states"] = true } });

        SequenceClassifierOutput output = (SequenceClassifierOutput)model.Forward(ModelGolden.Batch(ModelGolden.Case("bert-base")));

        Assert.Equal([new(3, 9, 12), new(3, 9, 12), new(3, 9, 12)], output.HiddenStates!.Select(state => state.Shape));
    }

    [Fact]
    public void Attention_probabilities_are_refused_with_the_reason()
    {
        FromPretrainedOptions options = new() { ConfigOverrides = new Dictionary<string, object?> { ["output_attentions"] = true } };

        Assert.Contains(
            "models do not return attention probabilities",
            Assert.Throws<ArgumentException>(() => AutoModel.FromPretrained(ModelGolden.Folder("bert-tiny"), options)).Message);
    }

    private static void Compare(SafetensorsFile file, string name, Tensor actual, LongTensor mask)
    {
        float[] expected = file.Floats(name);
        int width = actual.Shape[2];
        for (int i = 0; i < expected.Length; i++)
        {
            float wanted = mask[i / width] == 0 ? 0 : expected[i];
            Assert.True(Math.Abs(wanted - actual.Span[i]) <= 4e-6, $"{name}[{i}]: {wanted} != {actual.Span[i]}");
        }
    }
}
