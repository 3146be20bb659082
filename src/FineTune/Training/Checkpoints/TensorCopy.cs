using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>
/// Copies of tensors to be written later. Their memory is not the pool's, which keeps what it once had: it is free again when they are
/// written, and never taken for the rows of a table's moments that are zero.
/// </summary>
internal static class TensorCopy
{
    public static Tensor Of(Tensor tensor)
    {
        using (TensorScope.Suspend())
        {
            return new Tensor(Storage.Copy(tensor.Span), tensor.Shape);
        }
    }

    /// <summary>Copies a state dict, so that nobody else changes its tensors.</summary>
    public static IReadOnlyDictionary<string, object?>? Of(IReadOnlyDictionary<string, object?>? state) => (IReadOnlyDictionary<string, object?>?)OfValue(state);

    private static object? OfValue(object? value) => value switch
    {
        Tensor tensor => Of(tensor),
        IReadOnlyDictionary<string, object?> map => new OrderedDictionary<string, object?>(map.Select(pair => KeyValuePair.Create(pair.Key, OfValue(pair.Value)))),
        IReadOnlyDictionary<long, object?> map => map.ToDictionary(pair => pair.Key, pair => OfValue(pair.Value)),
        List<object?> list => list.Select(OfValue).ToList(),
        _ => value,
    };
}
