using System.Numerics;
using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>
/// The tokens of a unigram model as a tree of code points. All edges are in one hash table: an entry holds where the edge comes from, plus
/// one (22 bits), its code point (21) and where it leads (21).
/// </summary>
internal sealed class UnigramTrie
{
    /// <summary>How many nodes there may be.</summary>
    public const int MostNodes = 1 << 21;

    private const ulong Free = 0;
    private ulong[] _edges = new ulong[1 << 10];
    private uint _mask = (1 << 10) - 1;
    private int[] _ids = new int[1 << 10];
    private int _count = 1;

    public UnigramTrie() => _ids.AsSpan().Fill(-1);

    /// <summary>Adds a token; a later one of the same text takes its place.</summary>
    /// <returns>False when there is no more room.</returns>
    public bool TryAdd(ReadOnlySpan<int> token, int id)
    {
        int node = 0;
        foreach (int point in token)
        {
            int next = Next(node, point);
            if (next < 0)
            {
                if (_count == MostNodes)
                    return false;
                next = _count++;
                AddEdge(node, point, next);
            }

            node = next;
        }

        if (node >= _ids.Length)
            GrowIds(node);
        _ids[node] = id;
        return true;
    }

    /// <summary>The node that a code point leads to, or -1. The root is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int node, int point)
    {
        ulong key = Key(node, point);
        for (uint i = Slot(key) & _mask; ; i = (i + 1) & _mask)
        {
            ulong edge = _edges[i];
            if (edge >> 21 == key)
                return (int)(edge & (MostNodes - 1));
            if (edge == Free)
                return -1;
        }
    }

    /// <summary>The token that ends at a node, or -1.</summary>
    public int IdAt(int node) => node < _ids.Length ? _ids[node] : -1;

    /// <summary>The token of a text, or -1.</summary>
    public int Find(ReadOnlySpan<int> text)
    {
        int node = 0;
        foreach (int point in text)
        {
            node = Next(node, point);
            if (node < 0)
                return -1;
        }

        return node == 0 ? -1 : IdAt(node);
    }

    private static ulong Key(int node, int point) => ((ulong)((uint)node + 1) << 21) | (uint)point;

    private static uint Slot(ulong key) => (uint)((key * 0x9E3779B97F4A7C15) >> 36);

    private void AddEdge(int node, int point, int next)
    {
        if (_count * 3L > _edges.Length * 2L)
            GrowEdges();
        Insert((Key(node, point) << 21) | (uint)next);
    }

    private void Insert(ulong edge)
    {
        uint i = Slot(edge >> 21) & _mask;
        while (_edges[i] != Free)
            i = (i + 1) & _mask;
        _edges[i] = edge;
    }

    private void GrowEdges()
    {
        ulong[] edges = _edges;
        _edges = new ulong[edges.Length * 2];
        _mask = (uint)_edges.Length - 1;
        foreach (ulong edge in edges)
        {
            if (edge != Free)
                Insert(edge);
        }
    }

    private void GrowIds(int node)
    {
        int length = _ids.Length;
        Array.Resize(ref _ids, (int)BitOperations.RoundUpToPowerOf2((uint)node + 1));
        _ids.AsSpan(length).Fill(-1);
    }
}
