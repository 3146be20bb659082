using System.Text.Json.Nodes;
using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>Columns whose features are given, read from files: what the reference makes of them, see <c>tests/Goldens/data/make_casts.py</c>.</summary>
public sealed class CastTests : IDisposable
{
    /// <summary>Where this project differs on purpose: a class that does not exist is refused; a missing whole number in a csv file is missing.</summary>
    private static readonly Dictionary<(string Feature, string Content), string[]?> s_differences = new()
    {
        [("list<class>", "[2]|")] = null,
        [("class", "2|")] = null,
        [("int32", "1||")] = ["1", "null"],
        [("decimal128(10, 2)", "3|")] = ["d3"],
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden().Count)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Values_become_what_the_features_say(int index)
    {
        JsonNode golden = Golden()[index]!;
        string content = (string)golden["content"]!;
        Features features = Features.FromJson(new JsonObject { ["c"] = golden["feature"]!.DeepClone() });
        string file = _folder.Write($"{index}.{golden["kind"]}", content);
        string[]? expected = s_differences.TryGetValue((Name(features["c"]), Cells(content)), out string[]? ours)
            ? ours
            : golden["values"]?.AsArray().Select(value => (string)value!).ToArray();

        Task<DatasetDict> Load() => Datasets.LoadDatasetAsync((string)golden["kind"]!, new LoadDatasetOptions { DataFiles = file, Features = features });
        if (expected is null)
        {
            Exception error = await Assert.ThrowsAnyAsync<Exception>(Load);
            Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
            return;
        }

        Dataset loaded = (await Load())["train"];
        Assert.Equal(features, loaded.Features);
        Assert.Equal(expected, loaded["c"].Select(ValueText.Of));
    }

    [Fact]
    public void A_missing_number_in_a_list_is_missing_and_not_zero()
    {
        Dataset rows = Dataset.LoadJson(_folder.Write("rows.jsonl", "{\"a\": [1, null], \"b\": [null, 0.5], \"c\": [true, null]}\n{\"a\": [2], \"b\": [1], \"c\": []}\n"));

        Assert.Equal(["[1, null]", "[2]"], rows["a"].Select(ValueText.Of));
        Assert.Equal(["[null, 0.5]", "[1.0]"], rows["b"].Select(ValueText.Of));
        Assert.Equal(["[true, null]", "[]"], rows["c"].Select(ValueText.Of));
        Assert.Equal(new Sequence(Value.Int64), rows.Features["a"]);
        Assert.Throws<InvalidCastException>(() => rows[0].Get<long[]>("a"));
    }

    private static string Name(Feature feature) => feature switch
    {
        ClassLabel => "class",
        Sequence { Of: ClassLabel } => "list<class>",
        _ => feature.ToString(),
    };

    private static string Cells(string content) => content
        .Replace("{\"c\": ", string.Empty, StringComparison.Ordinal)
        .Replace("c\n", string.Empty, StringComparison.Ordinal)
        .Replace("}\n", "|", StringComparison.Ordinal)
        .Replace("\"", string.Empty, StringComparison.Ordinal)
        .Replace('\n', '|');

    private static JsonArray Golden() => JsonNode.Parse(Testing.Golden.Text("data", "casts.json"))!.AsArray();
}
