using System.Text.Json;

namespace FineTune.Tokenizers;

/// <summary>Gathers the merges of byte pair encoding: <c>"a b"</c>, or a pair of texts.</summary>
internal sealed class MergeReader(Vocabulary vocabulary, string continuingSubwordPrefix)
{
    private readonly List<(int Left, int Right, int Id)> _merges = [];

    public BpeMerges ToMerges() => new(_merges);

    public void Add(JsonPart item)
    {
        if (item.Value.ValueKind == JsonValueKind.String)
        {
            string line = item.String();
            if (!line.StartsWith("#version", StringComparison.Ordinal) && !TryAdd(line.Split(' ')))
                item.Wrong<int>("two tokens of the vocabulary that together are one");
            return;
        }

        if (item.TryPair(out string left, out string right) ? !TryAdd(left, right) : !TryAdd([.. item.Items().Select(part => part.String())]))
            item.Wrong<int>("two tokens of the vocabulary that together are one");
    }

    /// <summary>Adds a merge.</summary>
    /// <returns>False when it is not of two tokens of the vocabulary that together are one.</returns>
    public bool TryAdd(string[] pair) => pair is [string left, string right] && TryAdd(left, right);

    private bool TryAdd(string left, string right)
    {
        if (right.Length < continuingSubwordPrefix.Length)
            return false;
        (int leftId, int rightId) = (vocabulary.IdOf(left), vocabulary.IdOf(right));
        int id = vocabulary.IdOf(left + right[continuingSubwordPrefix.Length..]);
        if (leftId < 0 || rightId < 0 || id < 0)
            return false;
        _merges.Add((leftId, rightId, id));
        return true;
    }
}
