using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Which neighbours become which token, and in which order: a read-only hash table of pairs of ids.</summary>
internal sealed class BpeMerges
{
    /// <summary>No merge; above all others.</summary>
    public const ulong None = ulong.MaxValue;

    private readonly ulong[] _keys, _values;
    private readonly uint _mask;

    /// <param name="merges">Left, right and merged id, in the order of the file; of equal pairs the last counts.</param>
    public BpeMerges(IReadOnlyList<(int Left, int Right, int Id)> merges)
    {
        uint size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, merges.Count * 2));
        (_keys, _values, _mask) = (new ulong[size], new ulong[size], size - 1);
        _keys.AsSpan().Fill(None);
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (int left, int right, int id) = merges[rank];
            uint i = Slot(Key(left, right));
            _keys[i] = Key(left, right);
            _values[i] = ((ulong)rank << 32) | (uint)id;
        }
    }

    /// <summary>The merged id of a merge.</summary>
    public static int Id(ulong merge) => (int)(uint)merge;

    /// <summary>The merge of two neighbours, the rank in its upper half; or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(int left, int right)
    {
        ulong key = Key(left, right);
        uint i = Slot(key);
        return _keys[i] == key ? _values[i] : None;
    }

    public JsonArray ToJson(Vocabulary vocabulary)
    {
        IEnumerable<int> slots = Enumerable.Range(0, _keys.Length).Where(i => _keys[i] != None).OrderBy(i => _values[i]);
        return new([.. slots.Select(i => new JsonArray(vocabulary.TokenOf((int)(_keys[i] >> 32)), vocabulary.TokenOf((int)(uint)_keys[i])))]);
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>Where a key is, or would be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Slot(ulong key)
    {
        uint i = (uint)((key * 0x9E3779B97F4A7C15) >> 40) & _mask;
        while (_keys[i] != key && _keys[i] != None)
            i = (i + 1) & _mask;
        return i;
    }
}
