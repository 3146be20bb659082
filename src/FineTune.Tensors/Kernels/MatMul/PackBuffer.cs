using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Pinned memory a thread keeps for packed operands from product to product. It grows to the largest need and goes with its thread.</summary>
internal sealed unsafe class PackBuffer
{
    private const int AlignmentFloats = 16;

    [ThreadStatic]
    private static PackBuffer? _local;

    [ThreadStatic]
    private static PackBuffer? _shared;

    [ThreadStatic]
    private static PackBuffer? _copy;

    private float[] _array = [];
    private float* _start;

    /// <summary>Gets this thread's buffer for what only it reads.</summary>
    public static PackBuffer Local => _local ??= new PackBuffer();

    /// <summary>Gets this thread's buffer for what the threads that help it read too.</summary>
    public static PackBuffer Shared => _shared ??= new PackBuffer();

    /// <summary>Gets this thread's buffer for an operand that other threads have packed for themselves too.</summary>
    public static PackBuffer Copy => _copy ??= new PackBuffer();

    /// <summary>Gets or sets the number of what is in it, by which a thread knows what it has packed.</summary>
    public long Content { get; set; }

    /// <summary>Gets the 64-byte aligned start of at least <paramref name="length"/> floats of undefined content.</summary>
    public float* Reserve(int length)
    {
        if (_array.Length < length + AlignmentFloats)
        {
            _array = GC.AllocateUninitializedArray<float>(length + (length / 4) + AlignmentFloats, pinned: true);
            nuint address = (nuint)Unsafe.AsPointer(ref _array[0]);
            _start = (float*)((address + 63) & ~(nuint)63);
        }

        return _start;
    }
}
