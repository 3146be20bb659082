using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>
/// The symbols of a word while they are merged: a linked list in arrays. Short words are searched for the best neighbours each time;
/// long ones keep them in a heap, so that time grows with n log n.
/// </summary>
internal sealed class BpeWord
{
    private const int ShortWord = 24;
    private readonly BpeQueue _queue = new();
    private int[] _ids = new int[64], _lengths = new int[64], _previous = new int[64], _next = new int[64];
    private ulong[] _merges = new ulong[64];

    /// <summary>Gets the number of symbols before merging.</summary>
    public int Count { get; private set; }

    public int Id(int symbol) => _ids[symbol];

    public int Length(int symbol) => _lengths[symbol];

    /// <summary>The symbol after another, -1 for none. The first is always symbol 0.</summary>
    public int Next(int symbol) => _next[symbol];

    public void Clear() => Count = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id, int length)
    {
        if (Count == _ids.Length)
            Grow();
        (_ids[Count], _lengths[Count], _previous[Count], _next[Count]) = (id, length, Count - 1, -1);
        if (Count > 0)
            _next[Count - 1] = Count;
        Count++;
    }

    public void Merge(BpeMerges merges)
    {
        if (Count <= 1)
            return;
        if (Count <= ShortWord)
            MergeShort(merges);
        else
            MergeLong(merges);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MergeShort(BpeMerges merges)
    {
        for (int i = 0; i < Count - 1; i++)
            _merges[i] = merges.Find(_ids[i], _ids[i + 1]);
        while (true)
        {
            ulong best = BpeMerges.None;
            int at = -1;
            for (int i = 0; _next[i] >= 0; i = _next[i])
            {
                if (_merges[i] < best)
                    (best, at) = (_merges[i], i);
            }

            if (at < 0)
                return;
            Join(at, BpeMerges.Id(best));
            if (_next[at] >= 0)
                _merges[at] = merges.Find(_ids[at], _ids[_next[at]]);
            if (_previous[at] >= 0)
                _merges[_previous[at]] = merges.Find(_ids[_previous[at]], _ids[at]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MergeLong(BpeMerges merges)
    {
        _queue.Clear();
        for (int i = 0; i < Count - 1; i++)
            Note(i, merges);
        while (_queue.TryPop(out ulong merge, out int at))
        {
            if (_merges[at] != merge)
                continue;
            Join(at, BpeMerges.Id(merge));
            _merges[at] = BpeMerges.None;
            if (_next[at] >= 0)
                Note(at, merges);
            if (_previous[at] >= 0)
                Note(_previous[at], merges);
        }
    }

    /// <summary>Looks up a symbol and the next; what the queue holds of before no longer counts.</summary>
    private void Note(int symbol, BpeMerges merges)
    {
        _merges[symbol] = merges.Find(_ids[symbol], _ids[_next[symbol]]);
        if (_merges[symbol] != BpeMerges.None)
            _queue.Add(_merges[symbol], symbol);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Join(int left, int id)
    {
        int right = _next[left];
        _ids[left] = id;
        _lengths[left] += _lengths[right];
        _next[left] = _next[right];
        _merges[right] = BpeMerges.None;
        if (_next[left] >= 0)
            _previous[_next[left]] = left;
    }

    private void Grow()
    {
        int length = Count * 2;
        Array.Resize(ref _ids, length);
        Array.Resize(ref _lengths, length);
        Array.Resize(ref _previous, length);
        Array.Resize(ref _next, length);
        Array.Resize(ref _merges, length);
    }
}
