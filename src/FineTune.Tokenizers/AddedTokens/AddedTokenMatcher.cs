using System.Buffers;

namespace FineTune.Tokenizers;

/// <summary>Finds added tokens: from left to right, the longest at each place.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<int, AddedTokenPattern[]> _byFirst;
    private readonly HashSet<string> _specialContents;
    private readonly SearchValues<char> _firstCharacters;
    private readonly List<string> _texts;

    public AddedTokenMatcher(IEnumerable<AddedTokenPattern> patterns, HashSet<string> specialContents)
    {
        _specialContents = specialContents;
        _byFirst = patterns.Where(pattern => pattern.Points.Length > 0).GroupBy(pattern => pattern.Points[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(pattern => pattern.Points.Length).ToArray());
        _texts = WithoutLonger(_byFirst.Values.SelectMany(group => group).Select(pattern => string.Concat(pattern.Points.Select(char.ConvertFromUtf32))));
        _firstCharacters = SearchValues.Create([.. _texts.Select(text => text[0])]);
    }

    public bool IsEmpty => _byFirst.Count == 0;

    /// <summary>Whether a text may hold one at all: one is spelled in it, whatever the settings of tokens make of that.</summary>
    public bool MayMatch(ReadOnlySpan<char> text)
    {
        if (IsEmpty)
            return false;
        for (int at = text.IndexOfAny(_firstCharacters); at >= 0; at = text.IndexOfAny(_firstCharacters))
        {
            text = text[at..];
            foreach (string token in _texts)
            {
                if (text[0] == token[0] && Begins(text, token))
                    return true;
            }

            text = text[1..];
        }

        return false;
    }

    /// <summary>Cuts a text into tokens and what lies between them; together they cover it.</summary>
    public void Split(ReadOnlySpan<int> points, bool splitSpecialTokens, List<AddedTokenMatch> matches)
    {
        int done = 0;
        for (int i = 0; i < points.Length;)
        {
            AddedTokenPattern? pattern = LongestAt(points[i..]);
            if (pattern is null)
            {
                i++;
                continue;
            }

            (int start, int end) = (i, i + pattern.Points.Length);
            i = end;
            if ((splitSpecialTokens && _specialContents.Contains(pattern.Token.Content)) || IsInsideWord(points, start, end, pattern.Token))
                continue;
            if (pattern.Token.Lstrip)
                start = SkipWhiteBackwards(points, start, done);
            if (pattern.Token.Rstrip)
                end = SkipWhite(points, end);
            if (done < start)
                matches.Add(new(done, start, -1));
            matches.Add(new(start, end, pattern.Id));
            (done, i) = (end, Math.Max(i, end));
        }

        if (done < points.Length)
            matches.Add(new(done, points.Length, -1));
    }

    /// <summary>The texts that begin with no other.</summary>
    private static List<string> WithoutLonger(IEnumerable<string> texts)
    {
        List<string> kept = [];
        foreach (string text in texts.Order(StringComparer.Ordinal))
        {
            if (kept.Count == 0 || !text.StartsWith(kept[^1], StringComparison.Ordinal))
                kept.Add(text);
        }

        return kept;
    }

    /// <summary>Whether a text begins with a token; a surrogate without its partner is read as U+FFFD.</summary>
    private static bool Begins(ReadOnlySpan<char> text, string token)
    {
        if (text.Length < token.Length)
            return false;
        for (int i = 1; i < token.Length; i++)
        {
            if (text[i] != token[i] && !(token[i] == '\uFFFD' && char.IsSurrogate(text[i])))
                return false;
        }

        return true;
    }

    private AddedTokenPattern? LongestAt(ReadOnlySpan<int> points)
    {
        if (!_byFirst.TryGetValue(points[0], out AddedTokenPattern[]? candidates))
            return null;
        foreach (AddedTokenPattern candidate in candidates)
        {
            if (points.StartsWith(candidate.Points))
                return candidate;
        }

        return null;
    }

    private static bool IsInsideWord(ReadOnlySpan<int> points, int start, int end, AddedToken token)
    {
        CodePointSet word = UnicodeData.Instance.Word;
        return token.SingleWord
            && ((start > 0 && word.Contains(points[start - 1])) || (end < points.Length && word.Contains(points[end])));
    }

    private static int SkipWhiteBackwards(ReadOnlySpan<int> points, int start, int limit)
    {
        while (start > limit && UnicodeData.Instance.White.Contains(points[start - 1]))
            start--;
        return start;
    }

    private static int SkipWhite(ReadOnlySpan<int> points, int end)
    {
        while (end < points.Length && UnicodeData.Instance.White.Contains(points[end]))
            end++;
        return end;
    }
}
