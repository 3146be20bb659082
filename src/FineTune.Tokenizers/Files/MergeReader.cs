using System.Text.Json;

namespace FineTune.Tokenizers;

/// <summary>Gathers the merges of byte pair encoding: <c>"a b"</c>, or a pair of texts. No text of them is kept: there are as many as tokens.</summary>
internal sealed class MergeReader(Vocabulary vocabulary, string continuingSubwordPrefix, int count)
{
    private readonly List<(int Left, int Right, int Id)> _merges = new(count);
    private char[] _left = new char[256], _right = new char[256], _joined = new char[256];

    public BpeMerges ToMerges() => new(_merges);

    public void Add(JsonPart item)
    {
        bool isText = item.Value.ValueKind == JsonValueKind.String;
        if (!isText && !item.IsPair)
            item.Wrong<int>("a text or a list of two texts");
        bool isMerge = isText
            ? item.Characters(ref _left) is var line && (line.StartsWith("#version") || TryAdd(line))
            : TryAdd(item.Characters(0, ref _left), item.Characters(1, ref _right));
        if (!isMerge)
            item.Wrong<int>("two tokens of the vocabulary that together are one");
    }

    /// <summary>Adds a merge: two tokens and one space.</summary>
    /// <returns>False when it is not of two tokens of the vocabulary that together are one.</returns>
    public bool TryAdd(ReadOnlySpan<char> line)
    {
        int space = line.IndexOf(' ');
        return space >= 0 && !line[(space + 1)..].Contains(' ') && TryAdd(line[..space], line[(space + 1)..]);
    }

    private bool TryAdd(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (right.Length < continuingSubwordPrefix.Length)
            return false;
        int length = left.Length + right.Length - continuingSubwordPrefix.Length;
        if (_joined.Length < length)
            _joined = new char[2 * length];
        left.CopyTo(_joined);
        right[continuingSubwordPrefix.Length..].CopyTo(_joined.AsSpan(left.Length));
        (int leftId, int rightId, int id) = (vocabulary.IdOf(left), vocabulary.IdOf(right), vocabulary.IdOf(_joined.AsSpan(0, length)));
        if (leftId < 0 || rightId < 0 || id < 0)
            return false;
        _merges.Add((leftId, rightId, id));
        return true;
    }
}
