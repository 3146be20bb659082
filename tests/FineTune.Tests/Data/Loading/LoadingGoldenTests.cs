using System.Text.Json;
using FineTune.Data;

namespace FineTune.Tests.Data.Loading;

/// <summary>What the reference makes of the same splits, patterns, folders and READMEs: <c>tests/Goldens/data/make_loading.py</c>.</summary>
public sealed class LoadingGoldenTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(Golden.Text("data", "loading.json")).RootElement;

    /// <summary>
    /// Where the reference stops and FineTune goes on: a folder given by the caller makes the README's configurations count no more, so
    /// that one of them not lying below it is no error; and files of a configuration are looked for in its folder. A broken block has another
    /// message.
    /// </summary>
    private static readonly string[] s_ours =
        ["data_dir", "data_dir and a config", "data_files below data_dir", "files below a folder", "the block is a list"];

    public static TheoryData<string> Splits() => [.. Cases("splits").Select(item => item.GetProperty("spec").GetString()!)];

    public static TheoryData<string> Globs() => [.. Cases("globs").Select(item => item.GetProperty("pattern").GetString()!)];

    public static TheoryData<string> Folders() =>
        [.. Cases("folders").Select(item => item.GetProperty("case").GetString()!).Except(s_ours)];

    [Theory]
    [MemberData(nameof(Splits))]
    public void A_split_string_means_the_rows_of_the_reference(string spec)
    {
        JsonElement golden = Cases("splits").Single(item => item.GetProperty("spec").GetString() == spec);
        Dictionary<string, int> rows = s_golden.GetProperty("rows").EnumerateObject().ToDictionary(row => row.Name, row => row.Value.GetInt32());

        if (golden.TryGetProperty("error", out JsonElement error))
        {
            Assert.StartsWith(error.GetString()!.TrimEnd('.'), Assert.Throws<ArgumentException>(() => ReadInstruction.FromSpec(spec).Resolve(rows)).Message);
            return;
        }

        (string, int, int)[] expected = [.. golden.GetProperty("result").EnumerateArray().Select(part => (part[0].GetString()!, part[1].GetInt32(), part[2].GetInt32()))];
        Assert.Equal(expected, ReadInstruction.FromSpec(spec).Resolve(rows));
    }

    [Theory]
    [MemberData(nameof(Globs))]
    public async Task A_pattern_matches_the_files_of_the_reference(string pattern)
    {
        JsonElement golden = Cases("globs").Single(item => item.GetProperty("pattern").GetString() == pattern);
        using TemporaryFolder folder = new();
        foreach (JsonElement path in Cases("paths"))
        {
            folder.Write(path.GetString()!, string.Empty);
        }

        if (golden.TryGetProperty("error", out JsonElement error))
        {
            Assert.StartsWith(error.GetString()!, (await Assert.ThrowsAsync<ArgumentException>(() => FindAsync(folder.Path, pattern))).Message);
            return;
        }

        Assert.Equal(golden.GetProperty("result").EnumerateArray().Select(path => path.GetString()!), await FindAsync(folder.Path, pattern));
    }

    [Theory]
    [InlineData("data_dir", "csv\ntrain: b/x.csv, b/y.csv")]
    [InlineData("data_dir and a config", "csv\ntrain: b/x.csv, b/y.csv")]
    [InlineData("data_files below data_dir", "csv\ntrain: b/x.csv")]
    [InlineData("files below a folder", "csv\ntrain: b/x.csv")]
    [InlineData("the block is a list", "error: The metadata of")]
    public async Task Where_the_reference_stops_a_folder_is_read_all_the_same(string name, string expected)
    {
        JsonElement golden = Cases("folders").Single(item => item.GetProperty("case").GetString() == name);

        Assert.True(golden.TryGetProperty("error", out _));
        Assert.Equal(expected, await DescribeAsync(golden));
    }

    [Fact]
    public async Task Files_without_a_README_go_into_the_splits_of_the_reference()
    {
        int loaded = 0;
        foreach (JsonElement tree in Cases("trees"))
        {
            using TemporaryFolder folder = new();
            foreach (JsonElement file in tree.GetProperty("files").EnumerateArray())
            {
                folder.Write(file.GetString()!, string.Empty);
            }

            string plan = await DescribeAsync(folder.Path, null, new LoadDatasetOptions());

            Assert.True(Expected(tree) == plan, $"{tree.GetRawText()}\nexpected {Expected(tree)}\nfound    {plan}");
            loaded += plan.StartsWith("error", StringComparison.Ordinal) ? 0 : 1;
        }

        Assert.InRange(loaded, 60, 120);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_folder_with_a_README_is_read_as_the_reference_does(string name)
    {
        JsonElement golden = Cases("folders").Single(item => item.GetProperty("case").GetString() == name);

        Assert.Equal(Expected(golden), await DescribeAsync(golden));
    }

    private static JsonElement[] Cases(string name) => [.. s_golden.GetProperty(name).EnumerateArray()];

    private static string? Text(JsonElement map, string key) => map.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;

    private static DataFiles? FilesOf(JsonElement options) => !options.TryGetProperty("data_files", out JsonElement files) ? null : files.ValueKind switch
    {
        JsonValueKind.String => files.GetString()!,
        JsonValueKind.Array => Paths(files),
        _ => new DataFiles(files.EnumerateObject().Select(split => KeyValuePair.Create(split.Name, (IReadOnlyList<string>)Paths(split.Value)))),
    };

    private static string[] Paths(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(path => path.GetString()!)] : [value.GetString()!];

    private static async Task<string[]> FindAsync(string folder, string pattern) =>
        [.. (await new FolderTree(folder).FindAsync(pattern, CancellationToken.None)).Select(file => Path.GetRelativePath(folder, file.Path))];

    /// <summary>The reference's plan; a file that two of its patterns find is loaded twice there, once here. Of an error the first words.</summary>
    private static string Expected(JsonElement item)
    {
        if (item.TryGetProperty("error", out JsonElement error))
        {
            return Words(error.GetString()!);
        }

        JsonElement result = item.GetProperty("result");
        return result.GetProperty("reader").GetString() + string.Concat(result.GetProperty("splits").EnumerateArray().Select(split =>
            $"\n{split[0].GetString()}: {string.Join(", ", split[1].EnumerateArray().Select(file => file.GetString()).Distinct())}"));
    }

    private static async Task<string> DescribeAsync(JsonElement golden)
    {
        using TemporaryFolder folder = new();
        foreach (JsonProperty file in golden.GetProperty("files").EnumerateObject())
        {
            folder.Write(file.Name, file.Value.GetString()!);
        }

        JsonElement options = golden.GetProperty("options");
        LoadDatasetOptions wanted = new() { DataDir = Text(options, "data_dir"), DataFiles = FilesOf(options) };
        return await DescribeAsync(folder.Path, Text(options, "name"), wanted);
    }

    private static async Task<string> DescribeAsync(string folder, string? name, LoadDatasetOptions options)
    {
        try
        {
            using HubDatasets hub = new(new HubOptions());
            LoadPlan plan = await DatasetOpener.PlanAsync(folder, name, options, hub, CancellationToken.None);
            return plan.Reader + string.Concat(plan.Splits.Select(split =>
                $"\n{split.Key}: {string.Join(", ", split.Value.Select(file => Path.GetRelativePath(folder, file.Path)))}"));
        }
        catch (Exception error) when (error is ArgumentException or IOException or InvalidDataException)
        {
            return Words(error.Message);
        }
    }

    private static string Words(string message) => "error: " + string.Join(' ', message.Split(' ', '\n').Take(3));
}
