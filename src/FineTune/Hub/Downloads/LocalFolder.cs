using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FineTune.IO;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// A file in a folder of the caller's, and the notes that the reference and we keep in the folder's <c>.cache/huggingface</c> to see later whether
/// the file is still what was downloaded.
/// </summary>
internal sealed class LocalFolder
{
    private readonly string _notes;
    private readonly string _metadata;
    private readonly ILogger _logger;

    /// <exception cref="ArgumentException">The file would overwrite the notes, or there is a file where a folder has to be.</exception>
    public LocalFolder(string folder, string file, ILogger logger)
    {
        HubNames.CheckFile(file);
        if (IsNote(file))
        {
            Throw.FileIsNote(file);
        }

        string relative = System.IO.Path.Combine(file.Split('/'));
        _logger = logger;
        _notes = NotesOf(folder);
        _metadata = System.IO.Path.Combine(_notes, "download", relative + ".metadata");
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, relative));
        DownloadFolder.Require(System.IO.Path.GetDirectoryName(Path)!);
    }

    public string Path { get; }

    public string LockPath => System.IO.Path.ChangeExtension(_metadata, ".lock");

    /// <summary>Gets the folder of the notes, which also holds file lists.</summary>
    public static string NotesOf(string folder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), ".cache", "huggingface");

    /// <summary>Gets whether a file of a repository lies where the notes are; some were uploaded by mistake.</summary>
    public static bool IsNote(string file) => file.StartsWith(".cache/huggingface/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets where a content goes: the file itself, partial ones among the notes.</summary>
    public DownloadTarget Target(string etag, bool isExclusive)
    {
        string name = Base64Url.EncodeToString(SHA1.HashData(Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(_metadata))));
        int padding = (4 - (name.Length % 4)) % 4;
        string stem = $"{name}{new string('=', padding)}.{etag}";
        return new(Path, System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_metadata)!, stem), isExclusive);
    }

    /// <summary>Makes the folders, and marks the notes as nobody's business.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_metadata)!);
        CacheDirectoryTag.Ensure(_notes);
        string ignore = System.IO.Path.Combine(_notes, ".gitignore");
        if (!File.Exists(ignore))
        {
            WholeFile.WriteText(ignore, "*");
        }
    }

    /// <summary>Gets what was noted, or null: no notes, damaged ones, or a file that was changed since.</summary>
    public LocalMetadata? Read()
    {
        if (!File.Exists(_metadata) || !File.Exists(Path))
        {
            return null;
        }

        string[] lines = File.ReadAllLines(_metadata);
        if (lines.Length < 3 || !double.TryParse(lines[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double noted))
        {
            _logger.LogWarning(EventLog.Hub, "{Path} is damaged and is ignored.", _metadata);
            return null;
        }

        // A disk may keep times no finer than a second.
        double written = (File.GetLastWriteTimeUtc(Path) - DateTime.UnixEpoch).TotalSeconds;
        return written - 1 <= noted ? new(lines[0].Trim(), lines[1].Trim()) : null;
    }

    /// <summary>Notes what the file is.</summary>
    /// <param name="metadata">What it is.</param>
    /// <param name="now">The time to note.</param>
    public void Write(LocalMetadata metadata, DateTimeOffset now) => WholeFile.WriteText(
        _metadata, $"{metadata.Commit}\n{metadata.Etag}\n{PythonNumber.Repr((now - DateTimeOffset.UnixEpoch).TotalSeconds)}\n");
}
