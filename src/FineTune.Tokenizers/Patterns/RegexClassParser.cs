using System.Text;

namespace FineTune.Tokenizers;

/// <summary>Reads what stands for sets of characters: <c>[...]</c>, <c>\p{...}</c>, <c>\w</c>, and characters that are escaped.</summary>
internal sealed class RegexClassParser(int[] pattern)
{
    private const int DeepestNesting = 50;
    private int _depth;

    /// <summary>Reads a class whose bracket has been read.</summary>
    public CodePointSet ParseClass(ref int position, bool ignoreCase)
    {
        if (++_depth > DeepestNesting)
            throw Error("brackets nested too deeply", position);
        bool negated = TryRead('^', ref position);
        CodePointSet? both = null;
        CodePointSet set = new();
        bool first = true;
        for (; ; first = false)
        {
            if (position >= pattern.Length)
                throw Error("a class that does not end", position);
            if (pattern[position] == ']' && !first)
                break;
            if (pattern[position] == '&' && position + 1 < pattern.Length && pattern[position + 1] == '&')
            {
                position += 2;
                both = both is null ? set : both.Intersect(set);
                set = new CodePointSet();
                continue;
            }

            ParseItem(ref position, set, ignoreCase);
        }

        position++;
        _depth--;
        set = both is null ? set : both.Intersect(set);
        if (ignoreCase)
            set = RegexClasses.WithoutCase(set);
        return negated ? set.Complement() : set;
    }

    /// <summary>Reads <c>\w</c> and the like after the backslash.</summary>
    /// <returns>The set; null when the escape is none, and nothing was read.</returns>
    public CodePointSet? TryParseClassEscape(ref int position, bool inBrackets = false)
    {
        int c = pattern[position];
        if (c is 'p' or 'P')
            return ParseProperty(ref position, inBrackets);
        if (c is not ('w' or 'W' or 's' or 'S' or 'd' or 'D' or 'h' or 'H'))
            return null;
        position++;
        CodePointSet set = RegexClasses.Named(char.ToLowerInvariant((char)c).ToString(), inBrackets)!;
        return char.IsUpper((char)c) ? set.Complement() : set;
    }

    /// <summary>Reads an escaped character after the backslash.</summary>
    public int ParseCharacterEscape(ref int position)
    {
        int c = pattern[position++];
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'a':
                return 7;
            case 'e':
                return 27;
            case 'x' when TryRead('{', ref position):
                int point = ReadDigits(16, 8, ref position);
                if (!TryRead('}', ref position))
                    throw Error("a character code that does not end", position);
                return Checked(point, position);
            case 'x':
                return Checked(ReadDigits(16, 2, ref position), position, 0x7F);
            case 'u':
                return Checked(ReadDigits(16, 4, ref position), position);
            case >= '0' and <= '7':
                position--;
                return Checked(ReadDigits(8, 3, ref position), position, 0x7F);
            case 'c' or 'C' or 'M':
                throw Error("control and meta characters, which are not supported here", position);
            default:
                return c;
        }
    }

    private void ParseItem(ref int position, CodePointSet set, bool ignoreCase)
    {
        int c = pattern[position++];
        if (c == '[')
        {
            set.Add(TryParsePosix(ref position) ?? ParseClass(ref position, ignoreCase));
            return;
        }

        if (c == '\\')
        {
            if (position >= pattern.Length)
                throw Error("a backslash at the end", position);
            if (TryParseClassEscape(ref position, inBrackets: true) is CodePointSet escaped)
            {
                set.Add(escaped);
                return;
            }

            c = pattern[position] == 'b' ? Read('\b', ref position) : ParseCharacterEscape(ref position);
        }

        int last = ParseRangeEnd(c, ref position);
        if (last < c)
            throw Error("a range from a higher to a lower character", position);
        set.AddRange(c, last);
    }

    /// <summary>Reads what follows a minus, unless that stands for itself.</summary>
    private int ParseRangeEnd(int first, ref int position)
    {
        if (position + 1 >= pattern.Length || pattern[position] != '-' || pattern[position + 1] is ']' or '[')
            return first;
        int next = position + 1;
        if (pattern[next] != '\\')
        {
            position = next + 1;
            return pattern[next];
        }

        if (++next >= pattern.Length || pattern[next] is 'w' or 'W' or 's' or 'S' or 'd' or 'D' or 'h' or 'H' or 'p' or 'P')
            return first;
        position = next;
        return ParseCharacterEscape(ref position);
    }

    /// <summary>Reads <c>[:name:]</c> after the first bracket.</summary>
    private CodePointSet? TryParsePosix(ref int position)
    {
        int next = position;
        if (!TryRead(':', ref next))
            return null;
        bool negated = TryRead('^', ref next);
        int start = next;
        while (next < pattern.Length && pattern[next] is >= 'a' and <= 'z')
            next++;
        string name = Text(start, next);
        if (!TryRead(':', ref next) || !TryRead(']', ref next) || RegexClasses.Posix(name) is not CodePointSet set)
            return null;
        position = next;
        return negated ? set.Complement() : set;
    }

    private CodePointSet ParseProperty(ref int position, bool inBrackets)
    {
        bool negated = pattern[position++] == 'P';
        if (!TryRead('{', ref position))
            throw Error("\\p without a name in braces", position);
        negated ^= TryRead('^', ref position);
        int end = Array.IndexOf(pattern, '}', position);
        string name = end < 0 ? "" : Text(position, end);
        CodePointSet set = RegexClasses.Named(name, inBrackets) ?? throw Error($"the unknown property \"{name}\"", position);
        position = end + 1;
        return negated ? set.Complement() : set;
    }

    private int ReadDigits(int radix, int most, ref int position)
    {
        long number = 0;
        int count = 0;
        for (; count < most && position < pattern.Length && Digit(pattern[position]) < radix; count++)
            number = (number * radix) + Digit(pattern[position++]);
        return count == 0 || number > int.MaxValue ? throw Error("a character code without digits", position) : (int)number;
    }

    private static int Digit(int c) => c is >= '0' and <= '9' ? c - '0' : (c | 32) is >= 'a' and <= 'f' ? (c | 32) - 'a' + 10 : int.MaxValue;

    private static int Checked(int point, int position, int last = 0x10FFFF) =>
        point <= last && Rune.IsValid(point) ? point : throw Error("a character code that is none", position);

    private int Read(int result, ref int position)
    {
        position++;
        return result;
    }

    private bool TryRead(int c, ref int position)
    {
        if (position >= pattern.Length || pattern[position] != c)
            return false;
        position++;
        return true;
    }

    private string Text(int start, int end) => string.Concat(pattern[start..end].Select(char.ConvertFromUtf32));

    private static RegexSyntaxException Error(string what, int position) => new($"{what} (character {position})");
}
