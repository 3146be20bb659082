using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FineTune.IO;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// File lists of commits, <c>trees/{commit}.json</c>. A commit never changes, so a list is right for ever; with it a snapshot that lacks files can
/// be told from a whole one when the Hub cannot be asked.
/// </summary>
/// <param name="folder">The folder whose <c>trees</c> hold the lists.</param>
/// <param name="memory">Lists that were read already: a download of many files asks for the same one about each.</param>
/// <param name="logger">Who is told about lists that cannot be used.</param>
internal sealed class TreeStore(string folder, ConcurrentDictionary<string, CommitTree> memory, ILogger logger)
{
    private const long FormatVersion = 1;

    /// <summary>Gets a commit's files, or null when they are not known: no list, one of another version, or a damaged one.</summary>
    public CommitTree? Read(string commit)
    {
        string path = PathOf(commit);
        if (memory.TryGetValue(path, out CommitTree? known))
        {
            return known;
        }

        CommitTree? read = File.Exists(path) ? ReadFile(path) : null;
        return read is null ? null : memory.GetOrAdd(path, read);
    }

    /// <summary>Remembers a commit's files. A folder that cannot be written to does without.</summary>
    public CommitTree Write(string commit, IEnumerable<TreeFile> files)
    {
        CommitTree tree = new(files.OrderBy(file => file.Path, CodePointOrder.Instance));
        string path = PathOf(commit);
        try
        {
            WholeFile.WriteText(path, Text(tree));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(EventLog.Hub, "{Path} cannot be written ({Reason}); the files are listed again next time.", path, error.Message);
        }

        return memory[path] = tree;
    }

    /// <summary>Forgets a commit's files: the list has been found to be wrong.</summary>
    public void Forget(string commit)
    {
        memory.TryRemove(PathOf(commit), out _);
        File.Delete(PathOf(commit));
    }

    private static string Text(CommitTree tree)
    {
        JsonObject files = [];
        foreach (TreeFile file in tree.Files)
        {
            files[file.Path] = file.ToJson();
        }

        return JsonText.Write(new JsonObject { ["format_version"] = FormatVersion, ["files"] = files }, indent: 1);
    }

    private CommitTree? ReadFile(string path)
    {
        try
        {
            JsonObject json = JsonText.ReadObject(File.ReadAllText(path));
            if (json.Whole("format_version") != FormatVersion)
            {
                return null;
            }

            JsonObject files = json["files"] as JsonObject ?? throw new FormatException("There are no \"files\".");
            return new(files.Select(file => TreeFile.FromJson(file.Key, file.Value)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            logger.LogWarning(EventLog.Hub, "{Path} is damaged ({Reason}) and is ignored.", path, error.Message);
            return null;
        }
    }

    private string PathOf(string commit) => Path.Combine(folder, "trees", commit + ".json");
}
