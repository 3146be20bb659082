using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Keeps the weights of linear layers packed from batch to batch while it is open on this thread, for passes without gradients over weights
/// that stand still. It takes about as much memory as the weights (half of it where bfloat16 is packed in pairs), from the pool, until it is disposed.
/// </summary>
/// <remarks>A weight whose elements anybody asked for in between may have changed and is packed again.</remarks>
internal sealed class PackedWeights : IDisposable
{
    [ThreadStatic]
    private static PackedWeights? t_current;

    private readonly PackedWeights? _outer = t_current;
    private readonly Dictionary<(Storage Storage, MatMulPrecision Precision), Entry> _entries = [];

    /// <summary>Opens it; what was open before is so again afterwards.</summary>
    public PackedWeights() => t_current = this;

    /// <summary>Gets what is open on this thread, or null.</summary>
    public static PackedWeights? Current => t_current;

    /// <summary>Gets how many floats the packed weights take.</summary>
    public long Floats => _entries.Values.Sum(entry => (long)entry.Memory.Length);

    /// <summary>Gets a weight (out x in) packed as the right operand of <c>x W^T</c> in a precision.</summary>
    public PackedOperand Of(Tensor weight, MatMulPrecision precision = MatMulPrecision.Single)
    {
        (Storage, MatMulPrecision) key = (weight.Storage, precision);
        if (_entries.TryGetValue(key, out Entry known) && known.Fits(weight))
        {
            return known.Operand;
        }

        if (_entries.Remove(key, out Entry old))
        {
            old.Memory.RemoveUser();
        }

        Entry entry = Pack(weight, precision);
        _entries[key] = entry;
        return entry.Operand;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        t_current = _outer;
        foreach (Entry entry in _entries.Values)
        {
            entry.Memory.RemoveUser();
        }

        _entries.Clear();
    }

    private static Entry Pack(Tensor weight, MatMulPrecision precision)
    {
        (int n, int k) = (weight.Shape[0], weight.Shape[1]);
        OperandPlan operands = OperandPlan.Of(precision);
        Storage memory = BufferPool.Rent(PackedOperand.Length(operands, n, k), clear: false);
        Span<float> values = weight.Span;
        int handedOut = weight.Storage.HandedOut;
        return new Entry(memory, PackedOperand.Pack(operands, n, k, values, k, transposeB: true, memory.RawSpan), handedOut);
    }

    private readonly record struct Entry(Storage Memory, PackedOperand Operand, int HandedOut)
    {
        public bool Fits(Tensor weight) =>
            HandedOut == weight.Storage.HandedOut && Operand.N == weight.Shape[0] && Operand.K == weight.Shape[1];
    }
}
