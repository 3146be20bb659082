using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>A file that could not be written to its end leaves what was there before, and nothing else.</summary>
public sealed class WholeFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_full_disk_leaves_the_old_file_alone(int failAt)
    {
        string path = _folder.Write("lines.jsonl", "old\n");
        FaultyFiles files = new(failAt, Fault.Disk);

        Assert.Throws<IOException>(() => files.WriteWhole(path, to => File.WriteAllLines(to, ["new", "and longer"])));

        Assert.Equal("old\n", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void What_is_written_takes_the_place_of_the_old_file()
    {
        string path = _folder.Write("lines.jsonl", "old\n");

        new QuickFiles().WriteWhole(path, to => File.WriteAllLines(to, ["new"]));

        Assert.Equal(["new"], File.ReadAllLines(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }
}
