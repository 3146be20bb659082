namespace FineTune.Kernels;

/// <summary>
/// Some float32 numbers side by side. A formula written once over this interface runs at every width with the same operations in the same
/// order, so that all widths, the scalar one included, agree bit for bit.
/// </summary>
/// <remarks>
/// Comparisons give masks: lanes with all bits set (true) or none (false), for <see cref="Select"/> and the bit operations.
/// A "whole number in the bits" is the lane's 32 bits read as an int.
/// </remarks>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Gets how many numbers there are: a power of two, at most 16.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> numbers from <paramref name="source"/> on.</summary>
    static abstract TSelf Load(ref float source);

    /// <summary>Writes the numbers from <paramref name="destination"/> on.</summary>
    void Store(ref float destination);

    /// <summary>Reads <see cref="Count"/> whole numbers of 16 bits, into the lower halves of the lanes.</summary>
    static abstract TSelf LoadHalves(ref ushort source);

    /// <summary>Writes the upper halves of the lanes.</summary>
    void StoreUpperHalves(ref ushort destination);

    /// <summary>Gets one number in every lane.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>Gets one whole number in the bits of every lane.</summary>
    static abstract TSelf BroadcastBits(int value);

    /// <summary>Gets a mask that is true in lane i where bit i is 1.</summary>
    static abstract TSelf MaskFromBits(uint bits);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>left &lt; right, a mask; false for NaN.</summary>
    static abstract TSelf operator <(TSelf left, TSelf right);

    /// <summary>left &gt; right, a mask; false for NaN.</summary>
    static abstract TSelf operator >(TSelf left, TSelf right);

    /// <summary>left &lt;= right, a mask; false for NaN.</summary>
    static abstract TSelf operator <=(TSelf left, TSelf right);

    /// <summary>left &gt;= right, a mask; false for NaN.</summary>
    static abstract TSelf operator >=(TSelf left, TSelf right);

    /// <summary>left == right, a mask; false for NaN.</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>Gets left * right + addend, rounded once, with or without hardware support.</summary>
    static abstract TSelf Fma(TSelf left, TSelf right, TSelf addend);

    /// <summary>left &lt; right ? left : right. The second operand when either is NaN or both are zeros.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>left &gt; right ? left : right. The second operand when either is NaN or both are zeros.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    static abstract TSelf Abs(TSelf value);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Lane by lane: <paramref name="ifTrue"/> where the mask is true, else <paramref name="ifFalse"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf ifTrue, TSelf ifFalse);

    /// <summary>Adds the whole numbers in the bits.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>Subtracts the whole numbers in the bits.</summary>
    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    /// <summary>Shifts the bits left, zeros coming in.</summary>
    static abstract TSelf ShiftLeft(TSelf value, int count);

    /// <summary>Shifts the bits right, copies of the sign bit coming in.</summary>
    static abstract TSelf ShiftRightArithmetic(TSelf value, int count);

    /// <summary>Gets the whole number in the bits as a float.</summary>
    static abstract TSelf BitsToFloat(TSelf value);

    /// <summary>
    /// Gets value * 2^power, rounded once; <paramref name="power"/> holds whole numbers from -240 to 254 as floats,
    /// and |value| is between 1/4 and 4.
    /// </summary>
    static abstract TSelf Scale(TSelf value, TSelf power);

    /// <summary>Adds the lanes in a fixed tree: i and i + Count/2 first, then halves of halves.</summary>
    float Sum();

    /// <summary>Gets the greatest lane by <see cref="Max(TSelf, TSelf)"/> in the tree of <see cref="Sum"/>.</summary>
    float Max();
}
