namespace FineTune.Kernels;

/// <summary>
/// 32-bit words side by side: the twister's formulas are written once against this and run at widths 16, 8, 4 and 1, with the same bits.
/// </summary>
internal unsafe interface IWordLanes<TSelf>
    where TSelf : struct, IWordLanes<TSelf>
{
    /// <summary>Gets the number of words; it divides 16.</summary>
    static abstract int Count { get; }

    static abstract TSelf operator ^(TSelf left, TSelf right);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator <<(TSelf words, int count);

    static abstract TSelf operator >>>(TSelf words, int count);

    static abstract TSelf Broadcast(uint value);

    static abstract TSelf Load(uint* source);

    /// <summary>Of the words of <paramref name="low"/> and then <paramref name="high"/> those from the second on.</summary>
    static abstract TSelf FromSecond(TSelf low, TSelf high);

    /// <summary>The same from word 397 modulo <see cref="Count"/> on.</summary>
    static abstract TSelf FromMiddle(TSelf low, TSelf high);

    /// <summary>Loads words 0, 2, 4, ... of the next <c>2 * Count</c>.</summary>
    static abstract TSelf LoadEven(uint* source);

    /// <summary>The bits of <paramref name="set"/> where the mask's are set, else those of <paramref name="clear"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf set, TSelf clear);

    /// <summary><c>words ^ (left &amp; right)</c>.</summary>
    static abstract TSelf XorAnd(TSelf words, TSelf left, TSelf right);

    /// <summary><c>(left ^ right) &amp; mask</c>.</summary>
    static abstract TSelf AndXor(TSelf left, TSelf right, TSelf mask);

    /// <summary>All ones where the word is odd, else 0.</summary>
    static abstract TSelf IsOdd(TSelf words);

    /// <summary>All ones where the word is 0, else 0.</summary>
    static abstract TSelf IsZero(TSelf words);

    /// <summary>Bit i is the highest bit of word i.</summary>
    static abstract uint SignBits(TSelf words);

    void Store(uint* destination);
}
