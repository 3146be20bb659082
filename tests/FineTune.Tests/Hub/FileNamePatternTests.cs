using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune.Tests.Hub;

public sealed class FileNamePatternTests
{
    private static readonly JsonNode Table = JsonNode.Parse(Golden.Text("hub", "patterns.json"))!;

    public static TheoryData<string> Patterns => [.. Table["patterns"]!.AsArray().Select(row => (string)row![0]!)];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_pattern_fits_what_Pythons_fnmatch_says(string pattern)
    {
        IEnumerable<string> expected = Table["patterns"]!.AsArray().Single(row => (string)row![0]! == pattern)![1]!.AsArray().Select(name => (string)name!);
        FileNamePattern tested = new(pattern);

        IEnumerable<string> fits = Table["names"]!.AsArray().Select(name => (string)name!).Where(tested.Matches);

        Assert.Equal(expected, fits);
    }

    [Theory]
    [InlineData("nested/", null, "nested/deep/a.txt", true)]
    [InlineData("nested\\*.txt", null, "nested/a.txt", true)]
    [InlineData("*.json", "config*", "config.json", false)]
    [InlineData("*.JSON", null, "config.json", false)]
    public void A_filter_takes_what_is_allowed_and_not_ignored(string allow, string? ignore, string file, bool expected)
    {
        RepoFilter filter = new([allow], ignore is null ? null : [ignore]);

        Assert.Equal(expected, filter.Takes(file));
    }

    [Fact]
    public void Without_patterns_all_is_taken_and_with_an_empty_list_nothing()
    {
        Assert.True(new RepoFilter(null, null).Takes("a"));
        Assert.False(new RepoFilter([], null).Takes("a"));
    }
}
