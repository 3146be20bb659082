using FineTune.Hub;

namespace FineTune.Tests.Hub.Cache;

public sealed class RepoCacheTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private readonly TemporaryFolder _folder = new();
    private readonly ListLogger _logger = new();

    private RepoCache Repo => new HubCache(_folder.Path, logger: _logger).Of(RepoId.Model("org/tiny"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RepoType.Model, "org/tiny", "models--org--tiny")]
    [InlineData(RepoType.Dataset, "org/tiny", "datasets--org--tiny")]
    [InlineData(RepoType.Space, "org/tiny", "spaces--org--tiny")]
    [InlineData(RepoType.Model, "gpt2", "models--gpt2")]
    public void A_repositorys_folder_says_what_it_is(RepoType type, string id, string folder) =>
        Assert.Equal(_folder.File(folder), new HubCache(_folder.Path).Of(new(type, id)).Folder);

    [Theory]
    [InlineData("main")]
    [InlineData("refs/pr/1")]
    public void A_revision_is_remembered_without_a_line_end_and_not_rewritten(string revision)
    {
        Repo.WriteRef(revision, Commit);
        string path = Path.Combine(Repo.Folder, "refs", revision);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Repo.WriteRef(revision, Commit);

        Assert.Equal(Commit, File.ReadAllText(path));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
        Assert.Equal(Commit, Repo.ReadRef(revision));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [InlineData("01234567")]
    [InlineData("not a hash")]
    public void A_torn_reference_is_ignored_and_said(string text)
    {
        _folder.Write("models--org--tiny/refs/main", text);

        Assert.Null(Repo.ReadRef("main"));
        Assert.Contains("refs/main does not hold the name of a commit", Assert.Single(_logger.Messages).Replace('\\', '/'));
    }

    [Fact]
    public void An_empty_reference_is_none()
    {
        _folder.Write("models--org--tiny/refs/main", string.Empty);

        Assert.Null(Repo.ReadRef("main"));
    }

    [Fact]
    public void A_commit_is_its_own_reference_and_is_not_written()
    {
        Repo.WriteRef(Commit, Commit);

        Assert.Equal(Commit, Repo.ReadRef(Commit));
        Assert.False(Directory.Exists(Repo.Folder));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\..\\..\\x")]
    [InlineData("C:x")]
    [InlineData("a//b")]
    [InlineData("")]
    public void A_name_that_leads_elsewhere_is_refused_everywhere(string name)
    {
        Assert.Throws<ArgumentException>(() => Repo.PointerPath(Commit, name));
        Assert.Throws<ArgumentException>(() => Repo.ReadRef(name));
        Assert.Throws<ArgumentException>(() => Repo.WriteRef(name, Commit));
        Assert.Throws<ArgumentException>(() => Repo.MarkMissing(Commit, name));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("main")]
    [InlineData("")]
    [InlineData("0123456789ABCDEF")]
    public void What_is_no_hash_names_neither_a_blob_nor_a_snapshot(string name)
    {
        Assert.Contains("hash (hexadecimal) was expected", Assert.Throws<HubException>(() => Repo.BlobPath(name)).Message);
        Assert.Throws<HubException>(() => Repo.SnapshotFolder(name));
    }

    [Fact]
    public void A_link_whose_blob_is_gone_is_no_file_and_is_made_anew()
    {
        string pointer = Repo.PointerPath(Commit, "nested/config.json");
        string blob = Repo.BlobPath(new string('a', 40));
        Directory.CreateDirectory(Path.GetDirectoryName(pointer)!);
        File.CreateSymbolicLink(pointer, "../../../blobs/gone");
        Assert.Null(Repo.FindFile(Commit, "nested/config.json"));

        Directory.CreateDirectory(Repo.Blobs);
        File.WriteAllText(blob, "x");
        Repo.Point(pointer, blob, isNewBlob: true);

        Assert.Equal("x", File.ReadAllText(Repo.FindFile(Commit, "nested/config.json")!));
        Assert.Equal("../../../blobs/" + new string('a', 40), new FileInfo(pointer).LinkTarget!.Replace('\\', '/'));
    }

    [Fact]
    public void A_blob_may_be_a_link_into_the_store_that_repositories_share()
    {
        _folder.Write("blobs/ab/abcd", "shared");
        _folder.Write("blobs/.huggingface-shared-blobs", "1\n");
        Directory.CreateDirectory(Repo.Blobs);
        string blob = Repo.BlobPath(new string('a', 64));
        File.CreateSymbolicLink(blob, "../../blobs/ab/abcd");
        Repo.Point(Repo.PointerPath(Commit, "model.bin"), blob, isNewBlob: false);

        Assert.Equal("shared", File.ReadAllText(Repo.FindFile(Commit, "model.bin")!));
    }

    [Fact]
    public void A_name_without_owner_stands_for_the_one_folder_that_ends_in_it()
    {
        HubCache cache = new(_folder.Path);
        Directory.CreateDirectory(_folder.File("datasets--stanfordnlp--imdb"));
        Directory.CreateDirectory(_folder.File("datasets--a--glue"));
        Directory.CreateDirectory(_folder.File("datasets--b--glue"));

        Assert.Equal("stanfordnlp/imdb", cache.RenamedFrom(RepoId.Dataset("imdb")).Id);
        Assert.Equal("glue", cache.RenamedFrom(RepoId.Dataset("glue")).Id);
        Assert.Equal("imdb", cache.RenamedFrom(RepoId.Model("imdb")).Id);
    }
}
