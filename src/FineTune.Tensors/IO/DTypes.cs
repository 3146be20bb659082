namespace FineTune.IO;

/// <summary>What the format says of each kind of numbers.</summary>
internal static class DTypes
{
    private static readonly (SafetensorsDType DType, string Name, int Bits)[] Table =
    [
        (SafetensorsDType.Bool, "BOOL", 8),
        (SafetensorsDType.F4, "F4", 4),
        (SafetensorsDType.F6E2M3, "F6_E2M3", 6),
        (SafetensorsDType.F6E3M2, "F6_E3M2", 6),
        (SafetensorsDType.U8, "U8", 8),
        (SafetensorsDType.I8, "I8", 8),
        (SafetensorsDType.F8E5M2, "F8_E5M2", 8),
        (SafetensorsDType.F8E4M3, "F8_E4M3", 8),
        (SafetensorsDType.F8E8M0, "F8_E8M0", 8),
        (SafetensorsDType.F8E4M3Fnuz, "F8_E4M3FNUZ", 8),
        (SafetensorsDType.F8E5M2Fnuz, "F8_E5M2FNUZ", 8),
        (SafetensorsDType.I16, "I16", 16),
        (SafetensorsDType.U16, "U16", 16),
        (SafetensorsDType.F16, "F16", 16),
        (SafetensorsDType.BF16, "BF16", 16),
        (SafetensorsDType.I32, "I32", 32),
        (SafetensorsDType.U32, "U32", 32),
        (SafetensorsDType.F32, "F32", 32),
        (SafetensorsDType.C64, "C64", 64),
        (SafetensorsDType.F64, "F64", 64),
        (SafetensorsDType.I64, "I64", 64),
        (SafetensorsDType.U64, "U64", 64),
    ];

    private static readonly Dictionary<string, SafetensorsDType> ByName = Table.ToDictionary(row => row.Name, row => row.DType);

    public static string NameOf(SafetensorsDType dtype) => Table[(int)dtype].Name;

    public static int BitsOf(SafetensorsDType dtype) => Table[(int)dtype].Bits;

    /// <summary>The bytes of an element; only for kinds of whole bytes.</summary>
    public static int BytesOf(SafetensorsDType dtype) => BitsOf(dtype) / 8;

    public static bool TryParse(string name, out SafetensorsDType dtype) => ByName.TryGetValue(name, out dtype);

    /// <summary>What torch calls the kind of a model's weights.</summary>
    public static string TorchName(SafetensorsDType dtype) => dtype switch
    {
        SafetensorsDType.BF16 => "bfloat16",
        SafetensorsDType.F16 => "float16",
        _ => "float32",
    };

    /// <summary>Whether a tensor of this kind can be read as float32.</summary>
    public static bool IsFloat(SafetensorsDType dtype) =>
        dtype is SafetensorsDType.F32 or SafetensorsDType.F16 or SafetensorsDType.BF16 or SafetensorsDType.F64;

    /// <summary>Whether a tensor of this kind can be read as int64.</summary>
    public static bool IsInteger(SafetensorsDType dtype) => dtype is SafetensorsDType.Bool or SafetensorsDType.U8 or SafetensorsDType.I8 or
        SafetensorsDType.I16 or SafetensorsDType.U16 or SafetensorsDType.I32 or SafetensorsDType.U32 or SafetensorsDType.I64;
}
