using FineTune.Hub;

namespace FineTune.Tests.Hub.Downloads;

/// <summary>Several named files of one commit.</summary>
public sealed class FilesDownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenHub _hub = new();

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Names_start_from_the_subfolder_and_the_folder_is_the_repositorys(bool intoFolder)
    {
        HubDownloadOptions options = new()
        {
            Endpoint = GoldenHub.Endpoint,
            CacheDir = _folder.File("cache"),
            Handler = _hub,
            Token = false,
            Subfolder = "nested",
            LocalDir = intoFolder ? _folder.File("out") : null,
        };

        string folder = await FilesDownload.RunAsync("org/tiny", ["deep/vocab ä.txt"], options, default);

        Assert.Equal(intoFolder ? _folder.File("out") : _folder.File("cache", "models--org--tiny", "snapshots", GoldenHub.Main), folder);
        Assert.Equal(GoldenHub.Bytes("nested/deep/vocab ä.txt"), File.ReadAllBytes(Path.Combine(folder, "nested", "deep", "vocab ä.txt")));
    }
}
