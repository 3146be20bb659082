using FineTune.Hub;

namespace FineTune.Tests.Hub.Cache;

public sealed class TreeStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ListLogger _logger = new();

    private TreeStore Store => new HubCache(_folder.File("cache"), logger: _logger).TreesIn(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_list_comes_back_as_it_was_sorted_as_Python_sorts()
    {
        TreeFile[] files = [new("\U0001F600", 1, "a"), new("\uFFFD", 2, "b", "c", 3, "d")];
        Store.Write("e", files);

        Assert.Equal(files.Reverse(), Store.Read("e")!.Files);
    }

    [Theory]
    [InlineData("{\"format_version\": 2, \"files\": {}}")]
    [InlineData("{\"files\": {}}")]
    public void A_list_of_another_version_is_ignored(string text)
    {
        _folder.Write("trees/a.json", text);

        Assert.Null(Store.Read("a"));
        Assert.Empty(_logger.Messages);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format_version\": 1, \"files\": {\"a\"")]
    [InlineData("{\"format_version\": 1}")]
    [InlineData("{\"format_version\": 1, \"files\": {\"a\": {\"size\": \"1\", \"blob_id\": \"b\"}}}")]
    [InlineData("[]")]
    public void A_damaged_list_is_ignored_and_said(string text)
    {
        _folder.Write("trees/a.json", text);

        Assert.Null(Store.Read("a"));
        Assert.Contains("is damaged", Assert.Single(_logger.Messages));
    }
}
