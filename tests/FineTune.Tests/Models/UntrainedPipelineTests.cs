namespace FineTune.Tests.Models;

public sealed class UntrainedPipelineTests : IDisposable
{
    private static readonly PreTrainedTokenizer s_tokenizer = AutoTokenizer.FromPretrained(ModelGolden.Folder("bert-tiny"));
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_head_that_was_drawn_answers_in_no_way_of_making_a_pipeline()
    {
        PreTrainedModel model = Headless();
        PreTrainedModel fresh = AutoModelForSequenceClassification.FromConfig(model.Config);

        foreach (Func<object> make in new Func<object>[]
        {
            () => new TextClassificationPipeline(model, s_tokenizer),
            () => Pipeline.Create("text-classification", model, s_tokenizer),
            () => Pipeline.Create("text-classification", _folder.Path, ModelGolden.Folder("bert-tiny")),
            () => new TextClassificationPipeline(fresh, s_tokenizer),
        })
        {
            Assert.Contains("is not a fine-tuned classifier: classifier.weight, classifier.bias are", Assert.Throws<InvalidOperationException>(make).Message);
        }
    }

    [Fact]
    public void A_head_of_another_size_that_was_drawn_anew_does_not_answer() => Assert.Contains(
        "classifier.weight", Assert.Throws<InvalidOperationException>(() => new TextClassificationPipeline(
            AutoModelForSequenceClassification.FromPretrained(
                ModelGolden.Folder("bert-tiny"), new() { NumLabels = 5, IgnoreMismatchedSizes = true, ShowLoadReport = false }),
            s_tokenizer)).Message);

    [Fact]
    public void A_head_that_was_changed_since_answers()
    {
        PreTrainedModel trained = Headless();
        trained.StateDict()["classifier.weight"].Span[0] += 1;

        Assert.NotNull(new TextClassificationPipeline(trained, s_tokenizer).Classify("fun").Label);
    }

    [Fact]
    public void A_head_that_was_loaded_answers()
    {
        PreTrainedModel loaded = Headless();
        loaded.LoadStateDict(AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny")).StateDict());

        Assert.NotNull(new TextClassificationPipeline(loaded, s_tokenizer).Classify("fun").Label);
    }

    public void Dispose() => _folder.Dispose();

    private PreTrainedModel Headless()
    {
        AutoModel.FromPretrained(ModelGolden.Folder("bert-tiny"), new() { ShowLoadReport = false }).SavePretrained(_folder.Path);
        return AutoModelForSequenceClassification.FromPretrained(_folder.Path, new() { NumLabels = 3, ShowLoadReport = false });
    }
}
