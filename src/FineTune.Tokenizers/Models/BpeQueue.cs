namespace FineTune.Tokenizers;

/// <summary>Merges waiting for their turn: a binary heap, the lowest rank first, of equal ones the leftmost.</summary>
internal sealed class BpeQueue
{
    private (ulong Merge, int At)[] _heap = new (ulong, int)[64];
    private int _count;

    public void Clear() => _count = 0;

    public void Add(ulong merge, int at)
    {
        if (_count == _heap.Length)
            Array.Resize(ref _heap, _count * 2);
        int child = _count++;
        for (int parent = (child - 1) / 2; child > 0 && IsLess((merge, at), _heap[parent]); child = parent, parent = (child - 1) / 2)
            _heap[child] = _heap[parent];
        _heap[child] = (merge, at);
    }

    public bool TryPop(out ulong merge, out int at)
    {
        (merge, at) = _heap[0];
        if (_count == 0)
            return false;
        (ulong, int) last = _heap[--_count];
        int hole = 0;
        for (int child = 1; child < _count; child = (2 * hole) + 1)
        {
            if (child + 1 < _count && IsLess(_heap[child + 1], _heap[child]))
                child++;
            if (!IsLess(_heap[child], last))
                break;
            _heap[hole] = _heap[child];
            hole = child;
        }

        _heap[hole] = last;
        return true;
    }

    private static bool IsLess((ulong Merge, int At) left, (ulong Merge, int At) right) =>
        left.Merge < right.Merge || (left.Merge == right.Merge && left.At < right.At);
}
