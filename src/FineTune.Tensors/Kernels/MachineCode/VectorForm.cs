namespace FineTune.Kernels;

/// <summary>
/// An instruction over vectors of floats: its mandatory prefix (0 none, 1 66, 2 F3), its map (1 0F, 2 0F 38) and its opcode. All have W 0, and in EVEX count a
/// short displacement in units of what they read: one float, or else a whole vector.
/// </summary>
internal readonly record struct VectorForm(int Prefix, int Map, byte Opcode, bool ReadsOne = false)
{
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
}
