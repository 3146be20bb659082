using System.Text.Json;

namespace FineTune.Tests.Models;

public sealed class PipelineTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(Golden.Text("models", "pipeline.json")).RootElement;

    private static readonly PreTrainedTokenizer Tokenizer = AutoTokenizer.FromPretrained(ModelGolden.Folder("bert-tiny"));

    public static TheoryData<string> CaseNames => [.. Cases.EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Answers_are_the_references(string name)
    {
        JsonElement golden = Cases.EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        JsonElement call = golden.GetProperty("call");
        TextClassificationPipeline pipeline = new(Model(golden), Tokenizer)
        {
            BatchSize = golden.GetProperty("arguments").TryGetProperty("batch_size", out JsonElement size) ? size.GetInt32() : 1,
            FunctionToApply = call.TryGetProperty("function_to_apply", out JsonElement function)
                ? Enum.Parse<ClassificationFunction>(function.GetString()!, ignoreCase: true)
                : null,
        };
        List<TextInput> inputs = Inputs(golden.GetProperty("inputs"));

        IReadOnlyList<IReadOnlyList<ClassificationResult>> answers = call.TryGetProperty("top_k", out JsonElement top)
            ? pipeline.Classify(inputs, top.ValueKind == JsonValueKind.Null ? null : top.GetInt32())
            : [pipeline.Classify(inputs)];

        JsonElement expected = golden.GetProperty("answer");
        JsonElement[] rows = expected[0].ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray()] : [expected];
        Assert.Equal(rows.Length, answers.Count);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(rows[i].EnumerateArray().Select(r => r.GetProperty("label").GetString()), answers[i].Select(r => r.Label));
            Assert.All(rows[i].EnumerateArray().Zip(answers[i]), pair => Assert.Equal(pair.First.GetProperty("score").GetSingle(), pair.Second.Score, 1e-6f));
        }
    }

    [Fact]
    public void A_model_that_is_trained_on_answers_with_its_new_weights()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));
        TextClassificationPipeline pipeline = new(model, Tokenizer);
        float[] before = [.. Enumerable.Range(0, 3).Select(_ => pipeline.Classify("fun").Score)];

        Array.ForEach([.. model.Parameters()], weights => weights.Span.Fill(0.25f));
        float after = pipeline.Classify("fun").Score;

        Assert.Equal([before[0], before[0], before[0]], before);
        Assert.Equal(new TextClassificationPipeline(model, Tokenizer).Classify("fun").Score, after);
        Assert.NotEqual(before[0], after);
    }

    [Fact]
    public void A_string_is_a_text()
    {
        TextClassificationPipeline pipeline = Pipeline.Create("sentiment-analysis", ModelGolden.Folder("bert-tiny"));

        Assert.Equal(pipeline.Classify(["fun"])[0], pipeline.Classify("fun"));
        Assert.Equal(pipeline.Classify("fun"), pipeline.Classify("fun", topK: 1)[0]);
    }

    [Fact]
    public void A_task_that_does_not_exist_is_refused() => Assert.Contains(
        "There is no pipeline for \"translation\"; expected one of text-classification",
        Assert.Throws<ArgumentException>(() => Pipeline.Create("translation", "x")).Message);

    [Fact]
    public void A_long_text_is_an_error_unless_it_is_to_be_cut()
    {
        string text = string.Join(' ', Enumerable.Repeat("film", 30));
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));

        Assert.Contains("32 tokens long", Assert.Throws<ArgumentException>(() => new TextClassificationPipeline(model, Tokenizer).Classify(text)).Message);
        Assert.NotNull(new TextClassificationPipeline(model, Tokenizer) { Truncation = true }.Classify(text).Label);
    }

    [Fact]
    public void What_cannot_be_is_refused_by_its_name()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));

        Assert.StartsWith("BatchSize ('0')", Refusal(new() { BatchSize = 0 }));
        Assert.StartsWith("QueueSize ('0')", Refusal(new() { QueueSize = 0 }));
        Assert.StartsWith("FunctionToApply is none of None, Sigmoid, Softmax.", Refusal(new() { FunctionToApply = (ClassificationFunction)9 }));

        string Refusal(PipelineOptions options) => Assert.Throws<ArgumentOutOfRangeException>(() => options.Put(model, Tokenizer, saved: null)).Message;
    }

    [Fact]
    public void A_model_without_a_classifier_is_refused()
    {
        TextClassificationPipeline pipeline = new(AutoModel.FromPretrained(ModelGolden.Folder("bert-tiny")), Tokenizer);

        Assert.Contains("BertModel has no classifier", Assert.Throws<ArgumentException>(() => pipeline.Classify("fun")).Message);
    }

    [Fact]
    public void A_model_that_was_trained_further_since_answers_without_dropout()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));
        TextClassificationPipeline pipeline = new(model, Tokenizer);
        ClassificationResult before = pipeline.Classify("a b c");

        model.Train();

        Assert.Equal(before, pipeline.Classify("a b c"));
        Assert.False(model.Training);
    }

    private static PreTrainedModel Model(JsonElement golden) => AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"), new()
    {
        ConfigOverrides = (Dictionary<string, object?>)ConfigJson.Parse(System.Text.Encoding.UTF8.GetBytes(golden.GetProperty("config").GetString()!))!,
    });

    private static List<TextInput> Inputs(JsonElement inputs) => inputs.ValueKind switch
    {
        JsonValueKind.String => [inputs.GetString()!],
        _ => [.. inputs.EnumerateArray().Select(input => input.ValueKind == JsonValueKind.String
            ? new TextInput(input.GetString()!)
            : new TextInput(input.GetProperty("text").GetString()!, input.GetProperty("text_pair").GetString()))],
    };
}
