using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>The <see cref="CharacterKind"/> of every code point, a byte each.</summary>
internal static class CharacterKinds
{
    private static readonly CharacterKind[] Kinds = Make();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterKind Of(int point) => Kinds[point];

    private static CharacterKind[] Make()
    {
        CharacterKind[] kinds = new CharacterKind[0x110000];
        CharacterData data = CharacterData.Instance;
        for (int point = 0; point < kinds.Length; point++)
        {
            Category category = data.CategoryOf(point);
            kinds[point] = category <= Category.Lo ? CharacterKind.Letter
                : category is Category.Nd or Category.Nl or Category.No ? CharacterKind.Number
                : data.Space.Contains(point) ? CharacterKind.Space
                : CharacterKind.Other;
        }

        return kinds;
    }
}
