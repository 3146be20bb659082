using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>
/// The words of GPT-2: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, read by hand in one pass. Every
/// character belongs to a word.
/// </summary>
internal static class Gpt2Pattern
{
    /// <summary>A text that is asked for code points.</summary>
    internal interface ISource
    {
        int Length { get; }

        /// <summary>The code point at an index, and where the next begins.</summary>
        int Read(int index, out int next);
    }

    /// <summary>Where the word that begins at an index ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int EndOfWord<TSource>(TSource source, int start)
        where TSource : struct, ISource, allows ref struct
    {
        int point = source.Read(start, out int next);
        if (point == '\'' && next < source.Length && Contraction(source, next) is int end and > 0)
            return end;
        CharacterKind kind = CharacterKinds.Of(point);
        if (kind == CharacterKind.Space)
        {
            if (next == source.Length)
                return next;
            CharacterKind following = CharacterKinds.Of(source.Read(next, out int afterFollowing));
            if (following == CharacterKind.Space)
                return EndOfSpaces(source, next);
            if (point != ' ')
                return next;
            (kind, next) = (following, afterFollowing);
        }

        int index = next;
        while (index < source.Length && CharacterKinds.Of(source.Read(index, out next)) == kind)
            index = next;
        return index;
    }

    /// <summary>All white space at the end of a text; otherwise all but the last, which belongs to the word after.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int EndOfSpaces<TSource>(TSource source, int index)
        where TSource : struct, ISource, allows ref struct
    {
        int last = index;
        while (index < source.Length)
        {
            if (CharacterKinds.Of(source.Read(index, out int next)) != CharacterKind.Space)
                return last;
            (last, index) = (index, next);
        }

        return index;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Contraction<TSource>(TSource source, int index)
        where TSource : struct, ISource, allows ref struct
    {
        int first = source.Read(index, out int next);
        if (first is 's' or 't' or 'm' or 'd')
            return next;
        if (next == source.Length)
            return 0;
        int second = source.Read(next, out int end);
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? end : 0;
    }
}
