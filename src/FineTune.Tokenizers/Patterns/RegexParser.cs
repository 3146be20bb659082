using System.Text;

namespace FineTune.Tokenizers;

/// <summary>
/// Reads regular expressions of Oniguruma's own syntax, which tokenizer.json is written in: <c>^</c> and <c>$</c> stand at every line,
/// <c>(?m)</c> lets the dot match line feeds. What cannot be matched in time linear in the text's length (back-references, calls) is refused.
/// </summary>
internal sealed class RegexParser
{
    private const int DeepestNesting = 200, MostRepeats = 10_000;
    private readonly int[] _pattern;
    private readonly RegexClassParser _classes;
    private int _position, _depth;
    private bool _ignoreCase, _dotAll, _extended;

    private RegexParser(string pattern)
    {
        _pattern = CodePoints.Of(pattern);
        _classes = new RegexClassParser(_pattern);
    }

    /// <exception cref="RegexSyntaxException">The pattern is wrong or not supported.</exception>
    public static RegexNode Parse(string pattern)
    {
        RegexParser parser = new(pattern);
        RegexNode node = parser.ParseChoice();
        return parser._position == parser._pattern.Length ? node : throw parser.Error("an unmatched )");
    }

    private bool AtEnd => _position >= _pattern.Length;

    private int Peek => AtEnd ? -1 : _pattern[_position];

    private RegexNode ParseChoice()
    {
        if (++_depth > DeepestNesting)
            throw Error("groups nested too deeply");
        (bool ignoreCase, bool dotAll, bool extended) = (_ignoreCase, _dotAll, _extended);
        List<RegexNode> parts = [ParseSequence()];
        while (TryRead('|'))
            parts.Add(ParseSequence());
        (_ignoreCase, _dotAll, _extended) = (ignoreCase, dotAll, extended);
        _depth--;
        return parts.Count == 1 ? parts[0] : new RegexNode.Choice(parts);
    }

    private RegexNode ParseSequence()
    {
        List<RegexNode> parts = [];
        List<int> literal = [];
        while (!AtEnd && Peek is not ('|' or ')'))
        {
            int start = _position;
            if (_extended && SkipComment())
                continue;
            if (ParseAtom(parts, literal) is not RegexNode node)
                continue;
            if (node is not RegexNode.OneOf || start + 1 != _position)
                literal.Clear();
            parts.Add(ParseRepeats(node));
        }

        return parts.Count == 1 ? parts[0] : new RegexNode.Sequence(parts);
    }

    private bool SkipComment()
    {
        if (Peek is ' ' or '\t' or '\n' or '\r' or '\f' or '\v')
        {
            _position++;
            return true;
        }

        if (Peek != '#')
            return false;
        while (!AtEnd && Peek != '\n')
            _position++;
        return true;
    }

    /// <summary>Reads what a repetition can follow; null when there is nothing, as for options.</summary>
    private RegexNode? ParseAtom(List<RegexNode> parts, List<int> literal)
    {
        int c = _pattern[_position++];
        switch (c)
        {
            case '.':
                return new RegexNode.OneOf(_dotAll ? RegexClasses.Any : RegexClasses.AnyButLineFeed);
            case '^':
                return new RegexNode.Boundary(RegexBoundary.StartOfLine);
            case '$':
                return new RegexNode.Boundary(RegexBoundary.EndOfLine);
            case '[':
                return new RegexNode.OneOf(_classes.ParseClass(ref _position, _ignoreCase));
            case '(':
                return ParseGroup();
            case '\\':
                return ParseEscape(literal);
            case '*' or '+' or '?':
                throw Error($"nothing to repeat before {(char)c}");
            default:
                return Literal(c, literal);
        }
    }

    private RegexNode.OneOf Literal(int c, List<int> literal)
    {
        if (!_ignoreCase)
            return new RegexNode.OneOf(RegexClasses.Single(c));
        literal.Add(c);
        if (RegexClasses.IsManyWithoutCase(literal))
            throw Error("characters that are equal to several others without case, under (?i)");
        return new RegexNode.OneOf(RegexClasses.WithoutCase(RegexClasses.Single(c)));
    }

    private RegexNode ParseEscape(List<int> literal)
    {
        if (AtEnd)
            throw Error("a backslash at the end");
        int c = _pattern[_position];
        RegexBoundary? boundary = c switch
        {
            'b' => RegexBoundary.Word,
            'B' => RegexBoundary.NotWord,
            'A' => RegexBoundary.Start,
            'z' => RegexBoundary.End,
            'Z' => RegexBoundary.EndOrLastLine,
            'G' => RegexBoundary.SearchStart,
            _ => null,
        };
        if (boundary is RegexBoundary kind)
        {
            _position++;
            return new RegexNode.Boundary(kind);
        }

        if (c == 'R')
        {
            _position++;
            return RegexClasses.LineBreak;
        }

        if (c is (>= '1' and <= '9') or 'k' or 'g' or 'X' or 'K' or 'y' or 'Y' or 'N' or 'O')
            throw Error($"\\{new Rune(c)}, which is not supported here");
        if (_classes.TryParseClassEscape(ref _position) is CodePointSet set)
            return new RegexNode.OneOf(set);
        return Literal(_classes.ParseCharacterEscape(ref _position), literal);
    }

    private RegexNode? ParseGroup()
    {
        if (!TryRead('?'))
            return EndGroup(ParseChoice());
        if (AtEnd)
            throw Error("a group that does not end");
        int c = _pattern[_position++];
        switch (c)
        {
            case ':':
                return EndGroup(ParseChoice());
            case '=' or '!':
                return EndGroup(new RegexNode.Look(ParseChoice(), Behind: false, Negative: c == '!'));
            case '>':
                return EndGroup(new RegexNode.Atomic(ParseChoice()));
            case '<' when Peek is '=' or '!':
                return EndGroup(ParseBehind(_pattern[_position++] == '!'));
            case '<' or '\'':
                SkipName(c == '<' ? '>' : '\'');
                return EndGroup(ParseChoice());
            case '#':
                while (!AtEnd && Peek != ')')
                    _position++;
                return TryRead(')') ? null : throw Error("a comment that does not end");
            default:
                _position--;
                return ParseOptions();
        }
    }

    private RegexNode.Look ParseBehind(bool negative)
    {
        RegexNode part = ParseChoice();
        return part.Most <= 255 ? new RegexNode.Look(part, Behind: true, negative) : throw Error("looking behind without a limit");
    }

    private RegexNode EndGroup(RegexNode node) => TryRead(')') ? node : throw Error("a group that does not end");

    private void SkipName(char end)
    {
        while (!AtEnd && Peek != end)
            _position++;
        if (!TryRead(end))
            throw Error("a name that does not end");
    }

    /// <summary>Options hold to the end of the group they stand in, or for a group of their own.</summary>
    private RegexNode? ParseOptions()
    {
        (bool ignoreCase, bool dotAll, bool extended) = (_ignoreCase, _dotAll, _extended);
        bool value = true;
        while (!AtEnd)
        {
            switch (_pattern[_position++])
            {
                case '-':
                    value = false;
                    break;
                case 'i':
                    _ignoreCase = value;
                    break;
                case 'm':
                    _dotAll = value;
                    break;
                case 'x':
                    _extended = value;
                    break;
                case ')':
                    return ParseChoice();
                case ':':
                    RegexNode node = EndGroup(ParseChoice());
                    (_ignoreCase, _dotAll, _extended) = (ignoreCase, dotAll, extended);
                    return node;
                default:
                    throw Error("an option that is not supported");
            }
        }

        throw Error("a group that does not end");
    }

    private RegexNode ParseRepeats(RegexNode node)
    {
        while (!AtEnd)
        {
            (int minimum, int maximum) = (0, int.MaxValue);
            bool interval = false;
            if (TryRead('+'))
                minimum = 1;
            else if (TryRead('?'))
                maximum = 1;
            else if (TryReadInterval(ref minimum, ref maximum))
                interval = true;
            else if (!TryRead('*'))
                return node;
            node = AddRepeat(node, minimum, maximum, interval);
        }

        return node;
    }

    /// <summary>After an interval a plus repeats once more, and a question mark after a fixed one makes it optional.</summary>
    private RegexNode.Repeat AddRepeat(RegexNode node, int minimum, int maximum, bool interval)
    {
        if (interval && minimum == maximum && TryRead('?'))
            return new RegexNode.Repeat(new RegexNode.Repeat(node, minimum, maximum, RegexGreed.Greedy), 0, 1, RegexGreed.Greedy);
        RegexGreed greed = TryRead('?') ? RegexGreed.Lazy : !interval && TryRead('+') ? RegexGreed.Possessive : RegexGreed.Greedy;
        return new RegexNode.Repeat(node, minimum, maximum, greed);
    }

    /// <summary>Reads {n}, {n,}, {,m} or {n,m}; anything else in braces is text.</summary>
    private bool TryReadInterval(ref int minimum, ref int maximum)
    {
        int start = _position;
        if (!TryRead('{'))
            return false;
        int? low = ReadNumber(), high = low;
        if (TryRead(','))
            high = ReadNumber() ?? (low is null ? null : int.MaxValue);
        if (!TryRead('}') || high is null)
        {
            _position = start;
            return false;
        }

        (minimum, maximum) = (low ?? 0, high.Value);
        if (minimum > MostRepeats || (maximum > MostRepeats && maximum != int.MaxValue))
            throw Error("a repetition of more than 10,000");
        if (minimum > maximum)
            (minimum, maximum) = (maximum, minimum);
        return true;
    }

    private int? ReadNumber()
    {
        int? number = null;
        for (; Peek is >= '0' and <= '9' && number is not > MostRepeats * 10; _position++)
            number = ((number ?? 0) * 10) + Peek - '0';
        return number;
    }

    private bool TryRead(int c)
    {
        if (Peek != c)
            return false;
        _position++;
        return true;
    }

    private RegexSyntaxException Error(string what) => new($"{what} (character {_position})");
}
