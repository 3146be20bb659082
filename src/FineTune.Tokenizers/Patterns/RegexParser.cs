using System.Text;

namespace FineTune.Tokenizers;

/// <summary>
/// Reads regular expressions of Oniguruma's own syntax, which tokenizer.json is written in: <c>^</c> and <c>$</c> stand at every line,
/// <c>(?m)</c> lets the dot match line feeds. What cannot be matched in time linear in the text's length (back-references, calls) is refused.
/// </summary>
internal sealed partial class RegexParser
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

    private bool TryRead(int c)
    {
        if (Peek != c)
            return false;
        _position++;
        return true;
    }

    private RegexSyntaxException Error(string what) => new($"{what} (character {_position})");
}
