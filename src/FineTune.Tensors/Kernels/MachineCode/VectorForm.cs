namespace FineTune.Kernels;

/// <summary>
/// An instruction over vectors: its mandatory prefix (0 none, 1 66, 2 F3, 3 F2), its map (1 0F, 2 0F 38, 3 0F 3A), its opcode and its W. In EVEX all count a
/// short displacement in units of what they read: one float, or else a whole vector.
/// </summary>
internal readonly record struct VectorForm(int Prefix, int Map, byte Opcode, bool ReadsOne = false, bool IsWide = false)
{
    /// <summary>Gets the same with one float of memory, in all lanes, as its second operand. EVEX only, of instructions that read a whole vector otherwise.</summary>
    public VectorForm WithOne => this with { ReadsOne = true, RepeatsOne = true };

    /// <summary>Gets whether the prefix says that one float is read for all lanes.</summary>
    public bool RepeatsOne { get; private init; }

    /// <summary>vmovups from memory.</summary>
    public static VectorForm Load => new(0, 1, 0x10);

    /// <summary>vmovups to memory.</summary>
    public static VectorForm Store => new(0, 1, 0x11);

    /// <summary>vbroadcastss.</summary>
    public static VectorForm Broadcast => new(1, 2, 0x18, ReadsOne: true);

    /// <summary>vaddps.</summary>
    public static VectorForm Add => new(0, 1, 0x58);

    /// <summary>vpxor, vpxord.</summary>
    public static VectorForm Xor => new(1, 1, 0xEF);

    /// <summary>vfmadd231ps: one rounding.</summary>
    public static VectorForm MultiplyAdd => new(1, 2, 0xB8);

    /// <summary>vdpbf16ps: the products of a pair of bfloat16 added to a float, the odd one first. EVEX only.</summary>
    public static VectorForm MultiplyAddPairs => new(2, 2, 0x52);

    /// <summary>vcvtne2ps2bf16: two vectors rounded to bfloat16, the second one in the lower half. EVEX only, like those that follow.</summary>
    public static VectorForm RoundTwo => new(3, 2, 0x72);

    /// <summary>vpermw: the 16-bit words of the second operand that the first one numbers.</summary>
    public static VectorForm ChooseWords => new(1, 2, 0x8D, IsWide: true);

    /// <summary>vpunpckldq, vpunpckhdq: in each quarter, two elements of the first and of the second in turn.</summary>
    public static VectorForm InterleaveLow => new(1, 1, 0x62);

    /// <inheritdoc cref="InterleaveLow"/>
    public static VectorForm InterleaveHigh => new(1, 1, 0x6A);

    /// <summary>vpunpcklqdq, vpunpckhqdq: the same with two elements at a time.</summary>
    public static VectorForm LowPairs => new(1, 1, 0x6C, IsWide: true);

    /// <inheritdoc cref="LowPairs"/>
    public static VectorForm HighPairs => new(1, 1, 0x6D, IsWide: true);

    /// <summary>vshufi32x4: two quarters of the first, then two of the second, that a byte numbers.</summary>
    public static VectorForm ChooseQuarters => new(1, 3, 0x43);
}
