namespace FineTune.Tokenizers;

/// <content>Groups, looking around, and options.</content>
internal sealed partial class RegexParser
{
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
}
