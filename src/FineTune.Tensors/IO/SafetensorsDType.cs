namespace FineTune;

/// <summary>The kind of numbers a tensor in a safetensors file holds; its name in the file is the member's in capitals.</summary>
/// <remarks>In the format's order of alignment, which is the order of the tensors in a file, last first.</remarks>
public enum SafetensorsDType
{
    /// <summary><c>BOOL</c>: a byte, 0 or 1.</summary>
    Bool,

    /// <summary><c>F4</c>: a float of 4 bits. Listed, but not read.</summary>
    F4,

    /// <summary><c>F6_E2M3</c>: a float of 6 bits. Listed, but not read.</summary>
    F6E2M3,

    /// <summary><c>F6_E3M2</c>: a float of 6 bits. Listed, but not read.</summary>
    F6E3M2,

    /// <summary><c>U8</c>: a byte.</summary>
    U8,

    /// <summary><c>I8</c>: a signed byte.</summary>
    I8,

    /// <summary><c>F8_E5M2</c>: a float of 8 bits. Listed, but not read.</summary>
    F8E5M2,

    /// <summary><c>F8_E4M3</c>: a float of 8 bits. Listed, but not read.</summary>
    F8E4M3,

    /// <summary><c>F8_E8M0</c>: an exponent of 8 bits. Listed, but not read.</summary>
    F8E8M0,

    /// <summary><c>F8_E4M3FNUZ</c>: a float of 8 bits. Listed, but not read.</summary>
    F8E4M3Fnuz,

    /// <summary><c>F8_E5M2FNUZ</c>: a float of 8 bits. Listed, but not read.</summary>
    F8E5M2Fnuz,

    /// <summary><c>I16</c>: a whole number of 16 bits.</summary>
    I16,

    /// <summary><c>U16</c>: an unsigned whole number of 16 bits.</summary>
    U16,

    /// <summary><c>F16</c>: a half-precision float.</summary>
    F16,

    /// <summary><c>BF16</c>: the upper half of a float32.</summary>
    BF16,

    /// <summary><c>I32</c>: a whole number of 32 bits.</summary>
    I32,

    /// <summary><c>U32</c>: an unsigned whole number of 32 bits.</summary>
    U32,

    /// <summary><c>F32</c>: a single-precision float.</summary>
    F32,

    /// <summary><c>C64</c>: two floats, a complex number. Listed, but not read.</summary>
    C64,

    /// <summary><c>F64</c>: a double-precision float.</summary>
    F64,

    /// <summary><c>I64</c>: a whole number of 64 bits.</summary>
    I64,

    /// <summary><c>U64</c>: an unsigned whole number of 64 bits.</summary>
    U64,
}
