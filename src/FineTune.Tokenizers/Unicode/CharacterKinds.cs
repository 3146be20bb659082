using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>The <see cref="CharacterKind"/> of every code point: of Latin-1 a constant, of the others a table that is made when one is asked for.</summary>
internal static class CharacterKinds
{
    private static byte[]? _others;

    /// <summary>Gets the kinds of the first 256 code points, a digit each.</summary>
    private static ReadOnlySpan<byte> Latin =>
        "0000000001111100000000000000000010000000000000003333333333000000"u8 +
        "0222222222222222222222222220000002222222222222222222222222200000"u8 +
        "0000010000000000000000000000000010000000002000000033020003203330"u8 +
        "2222222222222222222222202222222222222222222222222222222022222222"u8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterKind Of(int point) =>
        (CharacterKind)((uint)point < (uint)Latin.Length ? Latin[point] - '0' : OfOther(point));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte OfOther(int point) => (_others ?? MakeOthers())[point];

    /// <summary>The table of all code points. What repeats a million times is compiled well at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte[] MakeOthers()
    {
        byte[] kinds = new byte[0x110000];
        CharacterData data = CharacterData.Instance;
        NumberReader runs = data.CategoryRuns;
        int point = 0;
        for (int count = runs.Next(); count > 0; count--)
        {
            int end = point + runs.Next() + 1;
            CharacterKind kind = KindOf((Category)runs.Next());
            while (point < end)
                kinds[point++] = (byte)kind;
        }

        NumberReader spaces = data.RangesOf("space");
        point = 0;
        for (int count = spaces.Next(); count > 0; count--)
        {
            point += spaces.Next();
            kinds[point] = (byte)CharacterKind.Space;
            for (int more = spaces.Next(); more > 0; more--)
                kinds[++point] = (byte)CharacterKind.Space;
        }

        return _others = kinds;
    }

    private static CharacterKind KindOf(Category category) => category switch
    {
        <= Category.Lo => CharacterKind.Letter,
        Category.Nd or Category.Nl or Category.No => CharacterKind.Number,
        _ => CharacterKind.Other,
    };
}
