using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>
/// What a collator makes of several examples and a model's <c>Forward</c> takes: tensors by the reference's names
/// (<c>input_ids</c>, <c>attention_mask</c>, <c>token_type_ids</c>, <c>labels</c>, ...), in insertion order.
/// </summary>
public sealed class Batch
{
    private readonly OrderedDictionary<string, TensorBase> _tensors = new(StringComparer.Ordinal);

    /// <summary>Gets the token ids, <c>[B, T]</c>, or null.</summary>
    public LongTensor? InputIds => Get("input_ids") as LongTensor;

    /// <summary>Gets 1 for tokens to attend to and 0 for padding, <c>[B, T]</c>, or null when nothing is padded.</summary>
    public LongTensor? AttentionMask => Get("attention_mask") as LongTensor;

    /// <summary>Gets which text of a pair a token belongs to, <c>[B, T]</c>, or null.</summary>
    public LongTensor? TokenTypeIds => Get("token_type_ids") as LongTensor;

    /// <summary>
    /// Gets the labels, or null: a <see cref="LongTensor"/> <c>[B]</c> of classes, or a <see cref="Tensor"/>, <c>[B]</c> for regression
    /// and <c>[B, C]</c> of zeros and ones for several labels a row.
    /// </summary>
    public TensorBase? Labels => Get("labels");

    /// <summary>Gets the number of examples.</summary>
    public int Size => _tensors.Count == 0 ? 0 : _tensors.GetAt(0).Value.Shape[0];

    /// <summary>Gets the names, in insertion order.</summary>
    public IReadOnlyCollection<string> Keys => _tensors.Keys;

    /// <summary>Gets or sets which rows of the data set the examples are, if it is known; only messages speak of it.</summary>
    internal IReadOnlyList<int>? Rows { get; set; }

    /// <summary>Gets or sets a tensor by name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public TensorBase this[string name]
    {
        get => Get(name) ?? throw new KeyNotFoundException(
            $"The batch has no \"{name}\"; it has {string.Join(", ", Keys)}. Add the column to the data set, or let the collator make it.");
        set => _tensors[name] = value;
    }

    /// <summary>Looks a tensor up by name.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out TensorBase tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>Gets the names and shapes.</summary>
    public override string ToString() => $"Batch({string.Join(", ", _tensors.Select(pair => $"{pair.Key}: {pair.Value.Shape}"))})";

    /// <summary>Takes a tensor out.</summary>
    /// <returns>It, or null when there was none.</returns>
    public TensorBase? Remove(string name) => _tensors.Remove(name, out TensorBase? tensor) ? tensor : null;

    /// <summary>Gives memory back that was rented for the batch; its tensors cannot be read afterwards.</summary>
    internal void Release()
    {
        foreach (TensorBase tensor in _tensors.Values)
        {
            (tensor as LongTensor)?.Release();
        }
    }

    private TensorBase? Get(string name) => _tensors.GetValueOrDefault(name);
}
