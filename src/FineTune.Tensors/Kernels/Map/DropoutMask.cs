using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>
/// Which elements of a matrix dropout keeps, and what the kept are multiplied by. A row's bits begin at a word of their own: bit i mod 16 of
/// word i / 16 is element i of the row. Without bits (the default) everything is kept as it is.
/// </summary>
internal readonly ref struct DropoutMask
{
    private readonly ReadOnlySpan<ushort> _bits;

    public DropoutMask(ReadOnlySpan<ushort> bits, float scale)
    {
        _bits = bits;
        Scale = scale;
    }

    /// <summary>Gets what kept elements are multiplied by.</summary>
    public float Scale { get; }

    /// <summary>Gets whether there are bits at all.</summary>
    public bool IsActive => !_bits.IsEmpty;

    /// <summary>Gets the mask of what follows a number of groups.</summary>
    public DropoutMask From(int group) => IsActive ? new DropoutMask(_bits[group..], Scale) : this;

    /// <summary>Gets the bits of a group of sixteen elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Bits(nint group) => Unsafe.Add(ref MemoryMarshal.GetReference(_bits), group);

    /// <summary>Multiplies or clears the elements of a group; as they are when the mask is not active.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V value, nint group)
        where V : struct, ILanes<V>
        => IsActive ? (value * V.Broadcast(Scale)) & V.MaskFromBits(Bits(group)) : value;
}
