using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>The files of a folder that are uploaded, by their path inside it.</summary>
internal sealed class FolderFiles
{
    private readonly string _root;
    private readonly RepoFilter _filter;
    private readonly ILogger? _logger;
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    private FolderFiles(string root, RepoFilter filter, ILogger? logger)
    {
        _root = root;
        _filter = filter;
        _logger = logger;
    }

    /// <summary>Finds them: those the filter takes, outside <c>.git</c> and <c>.cache/huggingface</c>, links only where they stay inside; no pipes, sockets and devices.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyDictionary<string, string> Find(string folder, RepoFilter filter, ILogger? logger)
    {
        if (!Directory.Exists(folder))
        {
            Throw.NoUploadFolder(folder);
        }

        FolderFiles files = new(RealPath.Of(folder), filter, logger);
        files.Visit(files._root, string.Empty, [files._root]);
        return files._files;
    }

    private void Visit(string folder, string prefix, HashSet<string> above)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            string path = prefix + entry.Name;
            if (RepoPath.IsNeverUploaded(path) || _filter.IgnoresAllOf(path))
            {
                continue;
            }

            string real = entry.LinkTarget is null ? entry.FullName : RealPath.Of(entry.FullName);
            if (entry.LinkTarget is not null && !IsInside(real))
            {
                _logger?.LogWarning(EventLog.Hub, "\"{Path}\" is a link to \"{Target}\", outside the folder that is uploaded, and is left out.", entry.FullName, entry.LinkTarget);
            }
            else if (!Directory.Exists(real))
            {
                AddFile(path, real);
            }
            else if (above.Add(real))
            {
                Visit(real, path + "/", above);
                above.Remove(real);
            }
        }
    }

    private void AddFile(string path, string real)
    {
        if (!_filter.Takes(path))
        {
            return;
        }

        if (SpecialFile.Is(real))
        {
            _logger?.LogWarning(EventLog.Hub, "\"{Path}\" is a pipe, a socket or a device, not a file, and is left out.", real);
            return;
        }

        _files.Add(path, real);
    }

    private bool IsInside(string path) => path.StartsWith(Path.EndsInDirectorySeparator(_root) ? _root : _root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
