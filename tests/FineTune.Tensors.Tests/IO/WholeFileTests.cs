using FineTune.IO;

namespace FineTune.Tensors.Tests.IO;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_else()
    {
        string path = _folder.File("a.txt");
        WholeFile.WriteText(path, "old");

        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(path, Fail));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WholeFile.WriteAsync(path, stream => Task.Run(() => Fail(stream))));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder.Path));

        static void Fail(Stream stream)
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void An_unfinished_file_has_a_name_that_is_known()
    {
        List<string> names = [];
        WholeFile.Write(_folder.File("a.txt"), _ => names.AddRange(Directory.EnumerateFiles(_folder.Path).Select(file => Path.GetFileName(file))));

        Assert.True(TemporaryName.Is(Assert.Single(names)), names[0]);
        Assert.False(TemporaryName.Is("a.txt"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_link_leads_to_is_written_where_the_caller_says_so(bool throughLink)
    {
        string target = _folder.File("target.txt");
        foreach (bool isAsync in new[] { false, true })
        {
            string link = _folder.File($"link-{isAsync}.txt");
            WholeFile.WriteText(target, "old and longer");
            File.CreateSymbolicLink(link, target);

            if (isAsync)
            {
                await WholeFile.WriteAsync(link, stream => stream.WriteAsync("new"u8.ToArray()).AsTask(), throughLink);
            }
            else
            {
                WholeFile.Write(link, stream => stream.Write("new"u8), throughLink: throughLink);
            }

            Assert.Equal("new", File.ReadAllText(link));
            Assert.Equal(throughLink ? "new" : "old and longer", File.ReadAllText(target));
            Assert.Equal(throughLink, new FileInfo(link).LinkTarget is not null);
        }
    }
}
