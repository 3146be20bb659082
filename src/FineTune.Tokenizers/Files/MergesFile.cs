using System.Text;

namespace FineTune.Tokenizers;

/// <summary>Reads merges.txt: a merge a line, in the order they are made.</summary>
internal static class MergesFile
{
    public static BpeMerges Read(string path, Vocabulary vocabulary)
    {
        string[] lines = VocabularyFile.ReadText(path).Split('\n');
        MergeReader merges = new(vocabulary, "", lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
            if ((line.Length == 0 && i == lines.Length - 1) || line.StartsWith("#version", StringComparison.Ordinal))
                continue;
            if (!merges.TryAdd(line))
                throw Throw.BadMerge(path, i + 1, line);
        }

        return merges.ToMerges();
    }
}
