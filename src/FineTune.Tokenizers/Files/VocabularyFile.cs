using System.Text;

namespace FineTune.Tokenizers;

/// <summary>Reads vocab.txt: a token a line, the line's number its id; of equal ones the last counts.</summary>
internal static class VocabularyFile
{
    public static Dictionary<string, int> Read(string path)
    {
        string[] lines = ReadText(path).Split('\n');
        int count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        Dictionary<string, int> vocabulary = new(count, StringComparer.Ordinal);
        for (int id = 0; id < count; id++)
            vocabulary[TrimEnd(lines[id])] = id;
        return vocabulary;
    }

    public static string ReadText(string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new TokenizerException($"{path} cannot be read as UTF-8 text: {exception.Message} Download or copy it again.", exception);
        }
    }

    private static string TrimEnd(string line)
    {
        int length = line.Length;
        while (length > 0 && UnicodeData.Instance.White.Contains(line[length - 1]))
            length--;
        return line[..length];
    }
}
