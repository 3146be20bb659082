namespace FineTune.Kernels;

/// <summary>One word: the formulas without vectors.</summary>
internal readonly unsafe struct WordLanes1 : IWordLanes<WordLanes1>
{
    private readonly uint _word;

    private WordLanes1(uint word) => _word = word;

    public static int Count => 1;

    public static WordLanes1 operator ^(WordLanes1 left, WordLanes1 right) => new(left._word ^ right._word);

    public static WordLanes1 operator &(WordLanes1 left, WordLanes1 right) => new(left._word & right._word);

    public static WordLanes1 operator |(WordLanes1 left, WordLanes1 right) => new(left._word | right._word);

    public static WordLanes1 operator -(WordLanes1 left, WordLanes1 right) => new(left._word - right._word);

    public static WordLanes1 operator <<(WordLanes1 words, int count) => new(words._word << count);

    public static WordLanes1 operator >>>(WordLanes1 words, int count) => new(words._word >>> count);

    public static WordLanes1 Broadcast(uint value) => new(value);

    public static WordLanes1 Load(uint* source) => new(*source);

    public static WordLanes1 FromSecond(WordLanes1 low, WordLanes1 high) => high;

    public static WordLanes1 FromMiddle(WordLanes1 low, WordLanes1 high) => low;

    public static WordLanes1 LoadEven(uint* source) => new(*source);

    public static WordLanes1 Select(WordLanes1 mask, WordLanes1 set, WordLanes1 clear) =>
        new((mask._word & set._word) | (~mask._word & clear._word));

    public static WordLanes1 XorAnd(WordLanes1 words, WordLanes1 left, WordLanes1 right) => words ^ (left & right);

    public static WordLanes1 AndXor(WordLanes1 left, WordLanes1 right, WordLanes1 mask) => (left ^ right) & mask;

    public static WordLanes1 IsOdd(WordLanes1 words) => new(0u - (words._word & 1));

    public static WordLanes1 IsZero(WordLanes1 words) => new(words._word == 0 ? uint.MaxValue : 0);

    public static uint SignBits(WordLanes1 words) => words._word >> 31;

    public void Store(uint* destination) => *destination = _word;
}
