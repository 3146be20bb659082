using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// File lists of commits, <c>trees/{commit}.json</c>. A commit never changes, so a list is right for ever; with it a snapshot that lacks files can
/// be told from a whole one when the Hub cannot be asked.
/// </summary>
internal sealed class TreeStore(string folder, ILogger logger)
{
    private const long FormatVersion = 1;

    /// <summary>Gets a commit's files, or null when they are not known: no list, one of another version, or a damaged one.</summary>
    public IReadOnlyList<TreeFile>? Read(string commit)
    {
        string path = PathOf(commit);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            JsonObject json = JsonText.ReadObject(File.ReadAllText(path));
            if (json["format_version"] is not JsonValue version || !version.TryGetValue(out long number) || number != FormatVersion)
            {
                return null;
            }

            JsonObject files = json["files"] as JsonObject ?? throw new FormatException("There are no \"files\".");
            return [.. files.Select(file => TreeFile.FromJson(file.Key, file.Value))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            logger.LogWarning("{Path} is damaged ({Reason}) and is ignored.", path, error.Message);
            return null;
        }
    }

    /// <summary>Remembers a commit's files. A folder that cannot be written to does without.</summary>
    public void Write(string commit, IEnumerable<TreeFile> files)
    {
        JsonObject list = [];
        foreach (TreeFile file in files.OrderBy(file => file.Path, CodePointOrder.Instance))
        {
            list[file.Path] = file.ToJson();
        }

        string path = PathOf(commit);
        try
        {
            TemporaryName.WriteAllText(path, JsonText.Write(new JsonObject { ["format_version"] = FormatVersion, ["files"] = list }, indent: 1));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Path} cannot be written ({Reason}); the files are listed again next time.", path, error.Message);
        }
    }

    private string PathOf(string commit) => Path.Combine(folder, "trees", commit + ".json");
}
