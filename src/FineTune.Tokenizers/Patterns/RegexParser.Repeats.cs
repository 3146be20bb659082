namespace FineTune.Tokenizers;

/// <content>Repetitions.</content>
internal sealed partial class RegexParser
{
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
}
