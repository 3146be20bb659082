using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Cli.Commands;

/// <summary>The cache's contents as a table and as JSON.</summary>
internal static class CacheTable
{
    public static void Write(HfCacheInfo cache, TextWriter output)
    {
        string[][] rows =
        [
            ["ID", "REVISION", "SIZE", "FILES", "MODIFIED", "REFS"],
            .. cache.Repos.SelectMany(repo => repo.Revisions.Select(revision => new[]
            {
                repo.CacheId,
                revision.CommitHash[..Math.Min(12, revision.CommitHash.Length)],
                ByteSize.Text(revision.SizeOnDisk),
                revision.NbFiles.ToString(CultureInfo.InvariantCulture),
                revision.LastModified.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                string.Join(' ', revision.Refs),
            })),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        output.WriteLine($"{cache.Repos.Count} repositories, {ByteSize.Text(cache.SizeOnDisk)} in {cache.CacheDir}"
            + (cache.IncompleteFiles.Count == 0
                ? "."
                : $"; {cache.IncompleteFiles.Count} unfinished downloads, {ByteSize.Text(cache.IncompleteFiles.Sum(file => file.SizeOnDisk))}."));
    }

    public static JsonObject ToJson(HfCacheInfo cache) => new()
    {
        ["cache_dir"] = cache.CacheDir,
        ["size_on_disk"] = cache.SizeOnDisk,
        ["repos"] = new JsonArray([.. cache.Repos.Select(repo => (JsonNode)new JsonObject
        {
            ["repo_id"] = repo.RepoId,
            ["repo_type"] = repo.RepoType.ToString().ToLowerInvariant(),
            ["size_on_disk"] = repo.SizeOnDisk,
            ["revisions"] = new JsonArray([.. repo.Revisions.Select(revision => (JsonNode)new JsonObject
            {
                ["commit_hash"] = revision.CommitHash,
                ["refs"] = Texts(revision.Refs),
                ["size_on_disk"] = revision.SizeOnDisk,
                ["snapshot_path"] = revision.SnapshotPath,
                ["files"] = Texts(revision.Files.Select(file => file.FileName)),
            })]),
        })]),
    };

    public static JsonObject ToJson(FolderVerification found) => new()
    {
        ["revision"] = found.Revision,
        ["verified_path"] = found.VerifiedPath,
        ["checked_count"] = found.CheckedCount,
        ["mismatches"] = new JsonArray([.. found.Mismatches.Select(file => (JsonNode)new JsonObject
        {
            ["path"] = file.Path, ["algorithm"] = file.Algorithm, ["expected"] = file.Expected, ["actual"] = file.Actual,
        })]),
        ["missing_paths"] = found.IsCompared ? Texts(found.MissingPaths) : null,
        ["extra_paths"] = found.IsCompared ? Texts(found.ExtraPaths) : null,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);
}
