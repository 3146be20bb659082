namespace FineTune.Kernels;

/// <summary>One word: the formulas without vectors.</summary>
internal readonly unsafe struct WordLanes1 : IWordLanes<WordLanes1>
{
    private readonly uint _word;

    private WordLanes1(uint word) => _word = word;

    public static int Count => 1;

    public static WordLanes1 operator ^(WordLanes1 left, WordLanes1 right) => new(left._word ^ right._word);

    public static WordLanes1 operator &(WordLanes1 left, WordLanes1 right) => new(left._word & right._word);

    public static WordLanes1 operator <<(WordLanes1 words, int count) => new(words._word << count);

    public static WordLanes1 operator >>>(WordLanes1 words, int count) => new(words._word >>> count);

    public static WordLanes1 Broadcast(uint value) => new(value);

    public static WordLanes1 Load(uint* source) => new(*source);

    public static WordLanes1 LoadEven(uint* source) => new(*source);

    public static WordLanes1 Select(WordLanes1 mask, WordLanes1 set, WordLanes1 clear) =>
        new((mask._word & set._word) | (~mask._word & clear._word));

    public static WordLanes1 WhereOdd(WordLanes1 words, WordLanes1 value) => new((0u - (words._word & 1)) & value._word);

    public static uint LessThan(WordLanes1 left, WordLanes1 right) => left._word < right._word ? 1u : 0u;

    public static uint LessThanOrEqual(WordLanes1 left, WordLanes1 right) => left._word <= right._word ? 1u : 0u;

    public void Store(uint* destination) => *destination = _word;
}
