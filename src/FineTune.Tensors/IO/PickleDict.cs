using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace FineTune.IO;

/// <summary>
/// A Python dict, or with <see cref="IsOrderedDict"/> a <c>collections.OrderedDict</c>: keys are <see cref="string"/> or <see cref="long"/>,
/// in the order they were added.
/// </summary>
internal sealed class PickleDict : IEnumerable<KeyValuePair<object, object?>>
{
    private readonly OrderedDictionary<object, object?> _items = [];

    /// <summary>Gets whether this is a <c>collections.OrderedDict</c>; the items of a plain dict have an order too.</summary>
    public bool IsOrderedDict { get; init; }

    /// <summary>Gets or sets the attributes of an OrderedDict, such as a state dict's <c>_metadata</c>.</summary>
    public PickleDict? Attributes { get; set; }

    public int Count => _items.Count;

    public IEnumerable<object> Keys => _items.Keys;

    /// <summary>Gets or sets an item; a key set again keeps its place.</summary>
    public object? this[object key]
    {
        get => _items[key];
        set => _items[key] = value;
    }

    public void Add(object key, object? value) => _items.Add(key, value);

    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value) => _items.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<object, object?>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
