using System.Collections;

namespace FineTune.IO;

/// <summary>A Python tuple.</summary>
internal sealed class PickleTuple : IReadOnlyList<object?>
{
    private readonly object?[] _items;

    public PickleTuple(params object?[] items) => _items = items;

    public int Count => _items.Length;

    public object? this[int index] => _items[index];

    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
