using System.Runtime.InteropServices;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Uploads;

public sealed partial class FolderUploadTests : IDisposable
{
    private readonly PushHub _hub = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public void Files_are_found_in_order_and_what_is_never_uploaded_is_not_among_them()
    {
        foreach (string path in (string[])["b.txt", "a/z.txt", "B.txt", ".gitignore", ".git/config", "a/.git/HEAD", ".cache/huggingface/download/x", ".cache/y", "sub/.cache/huggingface/x"])
        {
            _folder.Write(path, path);
        }

        Assert.Equal([".cache/y", ".gitignore", "B.txt", "a/z.txt", "b.txt"], Find());
    }

    [Fact]
    public void Patterns_choose_among_them()
    {
        foreach (string path in (string[])["config.json", "model.bin", "logs/a.json", "checkpoint-1/config.json"])
        {
            _folder.Write(path, path);
        }

        Assert.Equal(["config.json", "logs/a.json"], Find(allow: ["*.json"], ignore: ["checkpoint-*"]));
        Assert.Equal(["logs/a.json"], Find(allow: ["logs/"]));
    }

    [Fact]
    public void Links_are_followed_where_they_stay_inside()
    {
        using TemporaryFolder outside = new();
        outside.Write("secret.txt", "secret");
        _folder.Write("real/a.txt", "a");
        File.CreateSymbolicLink(_folder.File("link.txt"), _folder.File("real", "a.txt"));
        File.CreateSymbolicLink(_folder.File("broken.txt"), outside.File("nothing"));
        File.CreateSymbolicLink(_folder.File("out.txt"), outside.File("secret.txt"));
        Directory.CreateSymbolicLink(_folder.File("out"), outside.Path);
        Directory.CreateSymbolicLink(_folder.File("again"), _folder.File("real"));
        Directory.CreateSymbolicLink(_folder.File("real", "loop"), _folder.Path);

        Assert.Equal(["again/a.txt", "link.txt", "real/a.txt"], Find());
    }

    [Fact]
    public async Task Pipes_are_left_out_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        ListLogger logger = new();
        _folder.Write("a.txt", "a");
        Assert.Equal(0, MakeFifo(_folder.File("pipe"), Convert.ToUInt32("600", 8)));
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("pipe"));

        await UploadAsync(new()).WaitAsync(TimeSpan.FromSeconds(30));
        FolderFiles.Find(_folder.Path, new RepoFilter(null, ["link"]), logger);

        Assert.Equal(["file a.txt"], _hub.Changes);
        Assert.Equal($"Warning: \"{_folder.File("pipe")}\" is a pipe, a socket or a device, not a file, and is left out.", Assert.Single(logger.Messages));
    }

    [Fact]
    public void A_folder_that_is_itself_a_link_is_uploaded()
    {
        _folder.Write("real/a.txt", "a");
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("real"));

        Assert.Equal(["a.txt"], FolderFiles.Find(_folder.File("link"), new RepoFilter(null, null), logger: null).Keys);
    }

    [Fact]
    public async Task Files_go_below_the_folder_in_the_repository()
    {
        _folder.Write("a/b.txt", "b");

        CommitInfo info = await UploadAsync(new UploadFolderOptions { PathInRepo = "data/" });

        Assert.Equal(["file data/a/b.txt"], _hub.Changes);
        Assert.Equal(("Upload folder using FineTune", _hub.Head), (info.CommitMessage, info.Oid));
    }

    [Fact]
    public async Task Patterns_delete_what_is_not_uploaded_anew()
    {
        _hub.StandIn.Commit(PushHub.Id, [("logs/1.txt", "1"), ("logs/2.txt", "2"), ("logs/keep.json", "{}"), ("other/1.txt", "1")]);
        _folder.Write("2.txt", "new");

        await UploadAsync(new UploadFolderOptions { PathInRepo = "logs", DeletePatterns = ["*.txt", ".gitattributes"] });

        Assert.Equal(["deletedFile logs/1.txt", "file logs/2.txt"], _hub.Changes);
    }

    [Fact]
    public async Task The_root_pattern_never_deletes_gitattributes()
    {
        _hub.StandIn.Commit(PushHub.Id, [("old.txt", "old")]);
        _folder.Write("new.txt", "new");

        await UploadAsync(new UploadFolderOptions { DeletePatterns = ["*"] });

        Assert.Equal([".gitattributes", "new.txt"], _hub.Files().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_files_make_several_commits()
    {
        for (int i = 0; i < 520; i++)
        {
            _folder.Write($"{i:000}.txt", $"{i}");
        }

        string parent = _hub.Head;
        CommitInfo info = await UploadAsync(new UploadFolderOptions { CommitMessage = "all", ParentCommit = parent });

        Assert.Equal(["all", "all (part 2)", "all (part 3)"], _hub.Titles);
        Assert.Equal([250, 250, 20], _hub.Commits.Select(lines => lines.Length - 1));
        Assert.Equal([parent, null, null], _hub.Commits.Select(lines => lines[0]["value"].Text("parentCommit")));
        Assert.Equal(_hub.Head, info.Oid);
    }

    [Fact]
    public async Task The_parts_of_a_pull_request_go_to_the_one_that_the_first_opened()
    {
        for (int i = 0; i < 251; i++)
        {
            _folder.Write($"{i:000}.txt", $"{i}");
        }

        CommitInfo info = await UploadAsync(new UploadFolderOptions { CreatePr = true });

        Assert.Equal("refs/pr/1", info.PrRevision);
        Assert.Equal(252, _hub.Files("refs/pr/1").Count);
        Assert.Single(_hub.Files());
    }

    [Fact]
    public async Task A_second_upload_sends_only_what_has_changed()
    {
        for (int i = 0; i < 300; i++)
        {
            _folder.Write($"{i:000}.txt", $"{i}");
        }

        await UploadAsync(new());
        _folder.Write("299.txt", "changed");
        CommitInfo info = await UploadAsync(new());

        Assert.Equal(["file 299.txt"], _hub.Changes);
        Assert.Equal(("Upload folder using FineTune", _hub.Head), (_hub.Titles[^1], info.Oid));
    }

    [Fact]
    public async Task The_card_is_looked_at_before_the_first_of_several_commits()
    {
        for (int i = 0; i < 260; i++)
        {
            _folder.Write($"A{i:000}.txt", $"{i}");
        }

        _folder.Write("README.md", "---\ntags: 5\n---\n");

        await Assert.ThrowsAsync<InvalidCardException>(() => UploadAsync(new()));

        Assert.Empty(_hub.Titles);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        DirectoryNotFoundException error = await Assert.ThrowsAsync<DirectoryNotFoundException>(
            () => FolderUpload.RunAsync(Http(), Target(), _folder.File("nothing"), new(), CancellationToken.None));

        Assert.Contains(_folder.File("nothing"), error.Message, StringComparison.Ordinal);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    private static CommitTarget Target() => new(RepoId.Model(PushHub.Id), "main", CreatePr: false);

    private IEnumerable<string> Find(string[]? allow = null, string[]? ignore = null) =>
        FolderFiles.Find(_folder.Path, new RepoFilter(allow, ignore), logger: null).Keys;

    private HubHttp Http() => _hub.Http();

    private Task<CommitInfo> UploadAsync(UploadFolderOptions options) =>
        FolderUpload.RunAsync(Http(), Target() with { CreatePr = options.CreatePr }, _folder.Path, options, CancellationToken.None);
}
