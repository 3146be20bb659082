using System.Text.Json;
using FineTune.Tests.Data;

namespace FineTune.Tests.Metrics;

/// <summary>The metrics a run reports when none are named, from <c>tests/Goldens/metrics/rules.json</c>, see <c>make_rules.py</c>.</summary>
public sealed class RuleTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(Golden.Text("metrics", "rules.json")).RootElement;

    public static TheoryData<int> Cases(string kind) => [.. Enumerable.Range(0, s_golden.GetProperty(kind).GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases), "single")]
    public void Accuracy_and_f1_of_one_label_are_the_same_bits(int index)
    {
        JsonElement golden = s_golden.GetProperty("single")[index];
        int classes = golden.GetProperty("classes").GetInt32();
        int[] labels = golden.GetProperty("labels").Ints();
        float[] logits = Floats(golden, "logits");

        IReadOnlyDictionary<string, double> scores = ClassificationMetrics.SingleLabel(Prediction(logits, labels, classes));

        Assert.Equal(["accuracy", "f1"], scores.Keys);
        Assert.Equal(golden.GetProperty("accuracy").GetDouble(), scores["accuracy"]);
        Assert.Equal(golden.GetProperty("f1").GetDouble(), scores["f1"]);
        Assert.Equal(scores, InBatches(ClassificationMetrics.SingleLabelBatches(), labels.Length, (start, count) => Prediction(logits[(start * classes)..((start + count) * classes)], labels[start..(start + count)], classes)));
    }

    [Theory]
    [MemberData(nameof(Cases), "multi")]
    public void F1_micro_and_accuracy_of_several_labels_are_the_same_bits(int index)
    {
        JsonElement golden = s_golden.GetProperty("multi")[index];
        int classes = golden.GetProperty("classes").GetInt32();
        float[] logits = Floats(golden, "logits");
        float[] labels = Floats(golden, "labels");
        EvalPrediction Part(int start, int count) => new(
            Tensor.From(logits.AsSpan(start * classes, count * classes), new Shape(count, classes)),
            Tensor.From(labels.AsSpan(start * classes, count * classes), new Shape(count, classes)));

        IReadOnlyDictionary<string, double> scores = ClassificationMetrics.MultiLabel(Part(0, labels.Length / classes));

        Assert.Equal(["f1_micro", "accuracy"], scores.Keys);
        Assert.Equal(golden.GetProperty("f1_micro").GetDouble(), scores["f1_micro"]);
        Assert.Equal(golden.GetProperty("accuracy").GetDouble(), scores["accuracy"]);
        Assert.Equal(scores, InBatches(ClassificationMetrics.MultiLabelBatches(), labels.Length / classes, Part));
    }

    [Theory]
    [MemberData(nameof(Cases), "regression")]
    public void Mse_is_the_same_bits_and_correlations_agree(int index)
    {
        JsonElement golden = s_golden.GetProperty("regression")[index];
        float[] logits = Floats(golden, "logits");
        float[] labels = Floats(golden, "labels");
        EvalPrediction Part(int start, int count) => new(
            Tensor.From(logits.AsSpan(start, count), new Shape(count, 1)), Tensor.From(labels.AsSpan(start, count), new Shape(count)));

        IReadOnlyDictionary<string, double> scores = ClassificationMetrics.Regression(Part(0, labels.Length));

        Assert.Equal(["mse", "pearson", "spearmanr"], scores.Keys);
        Assert.Equal(Number(golden.GetProperty("mse")), scores["mse"]);
        Assert.Equal(Number(golden.GetProperty("pearson")), scores["pearson"], 1e-14);
        Assert.Equal(Number(golden.GetProperty("spearmanr")), scores["spearmanr"], 1e-14);
        Assert.Equal(scores, InBatches(ClassificationMetrics.RegressionBatches(), labels.Length, Part));
    }

    private static IReadOnlyDictionary<string, double> InBatches(
        Func<EvalPrediction, bool, IReadOnlyDictionary<string, double>?> metrics, int count, Func<int, int, EvalPrediction> part)
    {
        const int Size = 7;
        for (int start = 0; start + Size < count; start += Size)
        {
            Assert.Null(metrics(part(start, Size), false));
        }

        int last = (count - 1) / Size * Size;
        return metrics(part(last, count - last), true)!;
    }

    private static EvalPrediction Prediction(float[] logits, int[] labels, int classes) => new(
        Tensor.From(logits, new Shape(labels.Length, classes)), new LongTensor(Array.ConvertAll(labels, label => (long)label), new Shape(labels.Length)));

    private static float[] Floats(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(value => (float)Number(value))];

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String ? double.NaN : value.GetDouble();
}
