using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Keeps the weights of linear layers packed from batch to batch, for passes without gradients over weights that stand still: those of the threads that
/// have opened it. It takes about as much memory as the weights (half of it where bfloat16 is packed in pairs) until it is disposed.
/// </summary>
/// <remarks>A weight whose elements anybody asked for in between may have changed and is packed again.</remarks>
/// <param name="lasts">
/// Whether it lasts longer than the work of one thread. Its memory is then not the pool's: it is collected with it, and several threads may use it at once.
/// </param>
internal sealed class PackedWeights(bool lasts = false) : IDisposable
{
    [ThreadStatic]
    private static PackedWeights? t_current;

    private readonly Dictionary<(Storage Storage, MatMulPrecision Precision), Entry> _entries = [];
    private readonly Lock _lock = new();

    /// <summary>Gets what is open on this thread, or null.</summary>
    public static PackedWeights? Current => t_current;

    /// <summary>Has this thread use it until the returned value is disposed; what was open before is so again afterwards.</summary>
    public Opening Open() => new(this);

    /// <summary>Gets a weight (out x in) packed as the right operand of <c>x W^T</c> in a precision.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="precision">The precision.</param>
    /// <param name="memory">Receives where it lies, to be kept alive as long as it is used.</param>
    public PackedOperand Of(Tensor weight, MatMulPrecision precision, out Storage memory)
    {
        (Storage, MatMulPrecision) key = (weight.Storage, precision);
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out Entry entry) || !entry.Fits(weight))
            {
                entry.Memory?.RemoveUser();
                _entries.Remove(key);
                _entries[key] = entry = Pack(weight, precision);
            }

            memory = entry.Memory!;
            return entry.Operand;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (Entry entry in _entries.Values)
            {
                entry.Memory!.RemoveUser();
            }

            _entries.Clear();
        }
    }

    private Entry Pack(Tensor weight, MatMulPrecision precision)
    {
        (int n, int k) = (weight.Shape[0], weight.Shape[1]);
        OperandPlan operands = OperandPlan.Of(precision);
        int length = PackedOperand.Length(operands, n, k);
        Storage memory = lasts ? Storage.Alone(length, clear: false) : BufferPool.Rent(length, clear: false);
        ReadOnlySpan<float> values = weight.Storage.ReadOnly; // Who has packed it as well need not do it again.
        int handedOut = weight.Storage.HandedOut;
        return new Entry(memory, PackedOperand.Pack(operands, n, k, values, k, transposeB: true, memory.RawSpan), handedOut);
    }

    /// <summary>A thread's use of it; by default, none.</summary>
    public readonly struct Opening : IDisposable
    {
        private readonly PackedWeights? _opened;
        private readonly PackedWeights? _outer;

        public Opening(PackedWeights opened) => (_outer, _opened, t_current) = (t_current, opened, opened);

        public void Dispose() => t_current = _opened is null ? t_current : _outer;
    }

    private readonly record struct Entry(Storage? Memory, PackedOperand Operand, int HandedOut)
    {
        public bool Fits(Tensor weight) =>
            HandedOut == weight.Storage.HandedOut && Operand.N == weight.Shape[0] && Operand.K == weight.Shape[1];
    }
}
