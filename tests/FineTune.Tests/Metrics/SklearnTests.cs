using System.Text.Json;
using FineTune.Tests.Data;

namespace FineTune.Tests.Metrics;

/// <summary>Numbers computed by scikit-learn and scipy: <c>tests/Goldens/metrics/sklearn.json</c>, see <c>make_sklearn.py</c>.</summary>
public sealed class SklearnTests
{
    private const double Tolerance = 1e-13;

    private static readonly JsonElement s_golden = JsonDocument.Parse(Golden.Text("metrics", "sklearn.json")).RootElement;

    public static TheoryData<int> Cases(string kind) => [.. Enumerable.Range(0, s_golden.GetProperty(kind).GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases), "classification")]
    public void Metrics_of_classes_equal_scikit_learns(int index)
    {
        JsonElement golden = s_golden.GetProperty("classification")[index];
        int[] predictions = golden.GetProperty("predictions").Ints();
        int[] references = golden.GetProperty("references").Ints();

        foreach (string name in new[] { "accuracy", "balanced_accuracy", "matthews_correlation", "cohen_kappa" })
        {
            Close(golden.GetProperty(name).GetDouble(), Evaluate.Load(name).Compute(predictions, references)[name]);
        }

        IEnumerable<double> matrix = golden.GetProperty("confusion_matrix").EnumerateArray().SelectMany(row => row.Ints()).Select(count => (double)count);
        Assert.Equal(matrix, Evaluate.Load("confusion_matrix").Compute(predictions, references).Arrays["confusion_matrix"]);
        CheckAverages(golden, name => Evaluate.Load(name), predictions, references);
    }

    [Theory]
    [MemberData(nameof(Cases), "multilabel")]
    public void Metrics_of_several_labels_equal_scikit_learns(int index)
    {
        JsonElement golden = s_golden.GetProperty("multilabel")[index];
        int[][] predictions = [.. golden.GetProperty("predictions").EnumerateArray().Select(row => row.Ints())];
        int[][] references = [.. golden.GetProperty("references").EnumerateArray().Select(row => row.Ints())];

        Close(golden.GetProperty("exact_match").GetDouble(), Evaluate.Load("exact_match").Compute(predictions, references)["exact_match"]);
        Close(golden.GetProperty("exact_match").GetDouble(), Evaluate.Load("accuracy", "multilabel").Compute(predictions, references)["accuracy"]);
        Close(golden.GetProperty("hamming_loss").GetDouble(), Evaluate.Load("hamming_loss").Compute(predictions, references)["hamming_loss"]);
        CheckAverages(golden, name => Evaluate.Load(name, "multilabel"), predictions, references);
    }

    [Theory]
    [MemberData(nameof(Cases), "regression")]
    public void Metrics_of_numbers_equal_scikit_learns_and_scipys(int index)
    {
        JsonElement golden = s_golden.GetProperty("regression")[index];
        double[] predictions = [.. golden.GetProperty("predictions").EnumerateArray().Select(value => value.GetDouble())];
        double[] references = [.. golden.GetProperty("references").EnumerateArray().Select(value => value.GetDouble())];
        double Score(string name, MetricOptions? options = null) => Evaluate.Load(name).Compute(predictions, references, options)[name];

        Close(golden.GetProperty("mse").GetDouble(), Score("mse"));
        Close(golden.GetProperty("rmse").GetDouble(), Score("mse", new() { Squared = false }));
        Close(golden.GetProperty("mae").GetDouble(), Score("mae"));
        Close(golden.GetProperty("r2").GetDouble(), Score("r2"));
        Close(golden.GetProperty("pearson").GetDouble(), Score("pearsonr"));
        Close(golden.GetProperty("spearmanr").GetDouble(), Score("spearmanr"));
        Close(golden.GetProperty("pearson").GetDouble(), Evaluate.Load("glue", "stsb").Compute(predictions, references)["pearson"]);
    }

    [Theory]
    [MemberData(nameof(Cases), "ranking")]
    public void Metrics_of_scores_equal_scikit_learns(int index)
    {
        JsonElement golden = s_golden.GetProperty("ranking")[index];
        double[][] scores = [.. golden.GetProperty("scores").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
        int[] references = golden.GetProperty("references").Ints();
        double Score(string name, MetricOptions? options = null) => Evaluate.Load(name).Compute(scores, references, options)[name];

        Close(golden.GetProperty("log_loss").GetDouble(), Score("log_loss"));
        Close(golden.GetProperty("top_2_accuracy").GetDouble(), Score("top_k_accuracy"));
        if (scores[0].Length == 2)
        {
            Close(golden.GetProperty("roc_auc").GetDouble(), Score("roc_auc"));
            Close(golden.GetProperty("average_precision").GetDouble(), Score("average_precision"));
        }
        else
        {
            Close(golden.GetProperty("roc_auc_ovr_macro").GetDouble(), Score("roc_auc", new() { MultiClass = MultiClass.Ovr }));
            Close(golden.GetProperty("roc_auc_ovo_macro").GetDouble(), Score("roc_auc", new() { MultiClass = MultiClass.Ovo }));
        }
    }

    private static void CheckAverages(JsonElement golden, Func<string, EvaluationModule> load, MetricInput predictions, MetricInput references)
    {
        foreach (string name in new[] { "precision", "recall", "f1" })
        {
            foreach (Average average in new[] { Average.Binary, Average.Macro, Average.Micro, Average.Weighted, Average.Samples })
            {
                if (golden.TryGetProperty(average.ToString().ToLowerInvariant(), out JsonElement scores))
                {
                    Close(scores.GetProperty(name).GetDouble(), load(name).Compute(predictions, references, new() { Average = average })[name]);
                }
            }

            if (golden.TryGetProperty("per_class", out JsonElement perClass))
            {
                IReadOnlyList<double> array = load(name).Compute(predictions, references, new() { Average = Average.None }).Arrays[name];
                Assert.Equal(perClass.GetProperty(name).GetArrayLength(), array.Count);
                Assert.All(perClass.GetProperty(name).EnumerateArray().Zip(array), pair => Close(pair.First.GetDouble(), pair.Second));
            }
        }
    }

    private static void Close(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");
}
