namespace FineTune.Tokenizers;

/// <summary>Cuts one text's tokens, or a pair's, to a length.</summary>
internal static class Truncator
{
    /// <summary>The windows of both texts: the first is kept, the others overflow.</summary>
    public static (List<TokenSlice> First, List<TokenSlice> Second) Truncate(
        TokenSlice first, TokenSlice? second, TruncationParameters parameters, int maxLength)
    {
        (int keepFirst, int keepSecond) = Lengths(first.Length, second?.Length, parameters.Strategy, maxLength);
        return (Windows(first, keepFirst, parameters), second is TokenSlice slice ? Windows(slice, keepSecond, parameters) : []);
    }

    private static (int First, int Second) Lengths(int first, int? pair, TruncationStrategy strategy, int maxLength)
    {
        int second = pair ?? 0;
        if (maxLength == 0)
            return (0, 0);
        int excess = first + second - maxLength;
        if (excess <= 0)
            return (first, second);
        switch (strategy)
        {
            case TruncationStrategy.OnlyFirst when first > excess:
                return (first - excess, second);
            case TruncationStrategy.OnlySecond when second > excess:
                return (first, second - excess);
            case TruncationStrategy.LongestFirst:
                return pair is null ? (maxLength, 0) : LongestFirst(first, second, maxLength);
            default:
                Throw.CannotTruncate(strategy, first, pair, maxLength);
                return default;
        }
    }

    private static (int First, int Second) LongestFirst(int first, int second, int maxLength)
    {
        int shorter = Math.Min(first, second);
        int longer = shorter > maxLength ? shorter : Math.Max(shorter, maxLength - shorter);
        if (shorter + longer > maxLength)
            (shorter, longer) = (maxLength / 2, (maxLength / 2) + (maxLength % 2));
        return first > second ? (longer, shorter) : (shorter, longer);
    }

    /// <summary>Windows of a length over the tokens, each beginning <c>length - stride</c> after the one before.</summary>
    private static List<TokenSlice> Windows(TokenSlice tokens, int length, TruncationParameters parameters)
    {
        if (length >= tokens.Length)
            return [tokens];
        if (length == 0)
            return [new(tokens.Start, tokens.Start), tokens];
        if (parameters.Stride >= length)
            Throw.StrideTooLong(parameters.Stride, length);

        List<TokenSlice> windows = [];
        int step = length - parameters.Stride;
        for (int done = 0; ; done += step)
        {
            int from = Math.Min(done, tokens.Length), to = Math.Min(done + length, tokens.Length);
            windows.Add(parameters.Side == Side.Right
                ? new(tokens.Start + from, tokens.Start + to)
                : new(tokens.End - to, tokens.End - from));
            if (to == tokens.Length)
                return windows;
        }
    }
}
