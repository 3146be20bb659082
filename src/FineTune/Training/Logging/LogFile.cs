using System.Text;

namespace FineTune.Training;

/// <summary>A text file in a run's folder that grows by lines. What is there is never half of a line of it.</summary>
internal sealed class LogFile(string path)
{
    private const byte LineFeed = (byte)'\n';
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Reads it; empty when there is none.</summary>
    public string Read() => File.Exists(path) ? File.ReadAllText(path, s_utf8) : string.Empty;

    /// <summary>Reads the lines that are whole.</summary>
    public IReadOnlyList<string> Lines() => Read() is var text && text.LastIndexOf('\n') is >= 0 and var end ? text[..end].Split('\n') : [];

    /// <summary>Puts a text in its place, whole or not at all.</summary>
    public void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string fresh = path + ".new";
        File.WriteAllText(fresh, text, s_utf8);
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Adds a line, after dropping one that a killed process left unfinished.</summary>
    public void Append(string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(EndOfLastLine(file));
        file.Position = file.Length;
        file.Write(s_utf8.GetBytes(line + "\n"));
    }

    private static long EndOfLastLine(FileStream file)
    {
        for (long at = file.Length - 1; at >= 0; at--)
        {
            file.Position = at;
            if (file.ReadByte() == LineFeed)
            {
                return at + 1;
            }
        }

        return 0;
    }
}
