using FineTune.Hub;

namespace FineTune.Tests.Hub.Cache;

public sealed class CacheScanTests : IDisposable
{
    private const string Old = "8acd0c5d473a55fa60fc1574a31c41b4f94b2430";
    private readonly TemporaryFolder _folder = new();

    public CacheScanTests() => FolderText.Restore(GoldenHub.Case("links", "cache"), _folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_references_cache_is_told_by_repository_revision_and_file()
    {
        HfCacheInfo cache = HfHub.ScanCacheDir(_folder.Path);

        Assert.Empty(cache.Warnings);
        Assert.Equal(["dataset/org/rows", "model/org/tiny"], cache.Repos.Select(repo => repo.CacheId));
        CachedRepoInfo tiny = cache.Repos[1];
        Assert.Equal([Old, GoldenHub.Main], tiny.Revisions.Select(revision => revision.CommitHash));
        Assert.Equal(["feature/x", "main"], tiny.Refs.Keys.Order());
        Assert.Equal(
            [".gitattributes", "config.json", "copy of config.json", "empty.txt", "model.safetensors", "nested/deep/vocab ä.txt"],
            tiny.Revisions[1].Files.Select(file => file.FileName));
    }

    [Fact]
    public void A_content_that_two_names_have_is_counted_once()
    {
        CachedRepoInfo tiny = HfHub.ScanCacheDir(_folder.Path).Repos[1];

        Assert.Equal(6, tiny.NbFiles);
        Assert.Equal(new DirectoryInfo(_folder.File("models--org--tiny", "blobs")).GetFiles().Sum(file => file.Length), tiny.SizeOnDisk);
    }

    [Fact]
    public void What_is_wrong_is_named_and_the_rest_is_told()
    {
        _folder.Write("models--org--tiny/refs/torn", "abc");
        _folder.Write("models--org--tiny/refs/lost", new string('1', 40));
        _folder.Write("models--org--tiny/snapshots/file", "x");
        _folder.Write("models--org--bare/refs/main", new string('1', 40));
        _folder.Write("stray", "x");
        File.Delete(Directory.GetFiles(_folder.File("models--org--tiny", "blobs"), "5760*").Single());

        HfCacheInfo cache = HfHub.ScanCacheDir(_folder.Path);

        Assert.Equal(2, cache.Repos.Count);
        Assert.Equal(5, cache.Repos[1].Revisions[1].NbFiles);
        string[] expected = ["refs/torn", "refs/lost", "snapshots/file", "models--org--bare/snapshots", "stray", "vocab ä.txt is a link to"];
        Assert.All(expected, part => Assert.Contains(cache.Warnings, warning => warning.Replace('\\', '/').Contains(part, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, cache.Warnings.Count);
    }

    [Fact]
    public void Files_that_the_client_keeps_for_itself_are_no_repositories()
    {
        _folder.Write("blobs/.huggingface-shared-blobs", "1\n");
        _folder.Write("blobs/ab/" + new string('a', 64), "seven b");
        _folder.Write(".DS_Store", "x");
        _folder.Write("models--org--tiny/blobs/abc.0123abcd.incomplete", "four");
        _folder.Write("models--org--tiny/refs/main.0123abcd.tmp", string.Empty);
        long before = HfHub.ScanCacheDir(_folder.Path).Repos.Sum(repo => repo.SizeOnDisk);

        HfCacheInfo cache = HfHub.ScanCacheDir(_folder.Path);

        Assert.Empty(cache.Warnings);
        Assert.Equal(4, Assert.Single(cache.IncompleteFiles).SizeOnDisk);
        Assert.Equal(before + 7, cache.SizeOnDisk);
    }

    [Fact]
    public void Deleting_a_revision_takes_its_snapshot_its_branch_and_what_only_it_used()
    {
        DeleteCacheStrategy plan = HfHub.ScanCacheDir(_folder.Path).DeleteRevisions(Old);
        plan.Execute();

        Assert.Equal(29, plan.ExpectedFreedSize);
        Assert.Empty(plan.Repos);
        HfCacheInfo left = HfHub.ScanCacheDir(_folder.Path);
        Assert.Empty(left.Warnings);
        Assert.Equal(["main"], Assert.Single(left.Repos[1].Revisions).Refs);
        Assert.Equal(5, Directory.GetFiles(_folder.File("models--org--tiny", "blobs")).Length);
    }

    [Fact]
    public void A_content_that_another_revision_uses_stays()
    {
        _folder.Write($"models--org--tiny/snapshots/{new string('2', 40)}/.keep", string.Empty);
        File.CreateSymbolicLink(_folder.File("models--org--tiny", "snapshots", new string('2', 40), "c"), "../../blobs/8f676e492affe3f6f63b397d0c83e5fc4485ee25");

        DeleteCacheStrategy plan = HfHub.ScanCacheDir(_folder.Path).DeleteRevisions(Old);

        Assert.Equal(0, plan.ExpectedFreedSize);
        Assert.Empty(plan.Blobs);
    }

    [Theory]
    [InlineData(Old, GoldenHub.Main)]
    [InlineData("model/org/tiny")]
    public void A_repository_without_revisions_goes_whole(params string[] names)
    {
        HfCacheInfo cache = HfHub.ScanCacheDir(_folder.Path);

        DeleteCacheStrategy plan = cache.DeleteRevisions(names);
        plan.Execute();

        Assert.Equal(cache.Repos[1].SizeOnDisk, plan.ExpectedFreedSize);
        Assert.Equal("dataset/org/rows", Assert.Single(HfHub.ScanCacheDir(_folder.Path).Repos).CacheId);
        Assert.False(Directory.Exists(_folder.File("models--org--tiny")));
    }

    [Fact]
    public void A_commit_of_two_folders_has_to_be_asked_for_by_repository()
    {
        FolderText.Restore(GoldenHub.Case("links", "cache"), _folder.File("copy"));
        Directory.Move(_folder.File("copy", "models--org--tiny"), _folder.File("models--tiny"));
        Directory.Delete(_folder.File("copy"), recursive: true);
        HfCacheInfo cache = HfHub.ScanCacheDir(_folder.Path);

        string message = Assert.Throws<ArgumentException>(() => cache.DeleteRevisions(Old)).Message;
        cache.DeleteRevisions($"model/tiny@{Old}").Execute();

        Assert.Contains($"model/org/tiny@{Old}, model/tiny@{Old}", message);
        Assert.Equal(
            [("dataset/org/rows", 1), ("model/org/tiny", 2), ("model/tiny", 1)],
            HfHub.ScanCacheDir(_folder.Path).Repos.Select(repo => (repo.CacheId, repo.Revisions.Count)));
    }

    [Fact]
    public void A_name_that_is_not_there_is_told_and_deletes_nothing()
    {
        DeleteCacheStrategy plan = HfHub.ScanCacheDir(_folder.Path).DeleteRevisions("main", "model/org/none", "../..");

        Assert.Equal(["main", "model/org/none", "../.."], plan.NotFound);
        Assert.Equal(0, plan.ExpectedFreedSize);
        Assert.Empty(plan.Repos.Concat(plan.Snapshots).Concat(plan.Refs).Concat(plan.Blobs));
    }

    [Fact]
    public void A_plan_made_by_hand_deletes_nothing_outside_the_cache()
    {
        DeleteCacheStrategy plan = HfHub.ScanCacheDir(_folder.Path).DeleteRevisions(Old) with { Blobs = [_folder.File("..", "x")] };

        Assert.Throws<InvalidOperationException>(plan.Execute);
    }

    [Fact]
    public void A_cache_that_does_not_exist_is_an_error_that_names_it() =>
        Assert.Contains(_folder.File("none"), Assert.Throws<DirectoryNotFoundException>(() => HfHub.ScanCacheDir(_folder.File("none"))).Message);

    [Fact]
    public async Task Damaged_missing_and_extra_files_are_told_apart()
    {
        string blobs = _folder.File("models--org--tiny", "blobs");
        string snapshot = _folder.File("models--org--tiny", "snapshots", GoldenHub.Main);
        File.WriteAllText(Path.Combine(blobs, "d1a2c25dd122595cee901e6b2733bceea37ae2b146b820873f2ef11754f6693a"), "not really weights, but Kept as a large file\n");
        File.Delete(Path.Combine(snapshot, "empty.txt"));
        File.WriteAllText(Path.Combine(snapshot, "mine.txt"), "x");

        FolderVerification found = await HfHub.VerifyCacheAsync("org/tiny", new() { CacheDir = _folder.Path, LocalFilesOnly = true });

        Assert.Equal(("model.safetensors", "sha256"), (Assert.Single(found.Mismatches).Path, found.Mismatches[0].Algorithm));
        Assert.Equal(["empty.txt"], found.MissingPaths);
        Assert.Equal(["mine.txt"], found.ExtraPaths);
        Assert.Equal(5, found.CheckedCount);
        Assert.True(found.IsCompared);
    }

    [Fact]
    public async Task A_file_that_is_listed_twice_and_names_that_look_alike_are_verified()
    {
        using TemporaryFolder folder = new();
        folder.Write("a/b.txt", "x");
        folder.Write("a\\b.txt", "y");
        const string Blob = "c1b0730f015ae0ac1b2a2e4ec4cbd4d3d5b0ad87";
        TreeFile file = new("a/b.txt", 1, Blob);

        FolderVerification found = await CacheVerification.RunAsync("0", folder.Path, new CommitTree([file, file with { Size = 2 }]), CancellationToken.None);

        Assert.Equal("a/b.txt", Assert.Single(found.Mismatches).Path);
        Assert.Equal(OperatingSystem.IsWindows() ? [] : ["a\\b.txt"], found.ExtraPaths);
        Assert.Empty(found.MissingPaths);
    }

    [Fact]
    public async Task Without_a_list_contents_are_compared_with_their_names()
    {
        Directory.Delete(_folder.File("models--org--tiny", "trees"), recursive: true);
        File.WriteAllText(_folder.File("models--org--tiny", "blobs", "dc1fb7b6703fe03317c1a080b523bf475f3d4818"), "{}");

        FolderVerification found = await HfHub.VerifyCacheAsync("org/tiny", new() { CacheDir = _folder.Path, LocalFilesOnly = true });

        Assert.Equal(["config.json", "copy of config.json"], found.Mismatches.Select(mismatch => mismatch.Path));
        Assert.False(found.IsCompared);
    }
}
