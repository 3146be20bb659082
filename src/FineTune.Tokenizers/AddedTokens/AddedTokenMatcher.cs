using System.Buffers;
using System.Text;

namespace FineTune.Tokenizers;

/// <summary>Finds added tokens: from left to right, the longest at each place.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<int, AddedTokenPattern[]> _byFirst;
    private readonly HashSet<string> _specialContents;
    private readonly SearchValues<char> _firstCharacters;

    public AddedTokenMatcher(IEnumerable<AddedTokenPattern> patterns, HashSet<string> specialContents)
    {
        _specialContents = specialContents;
        _byFirst = patterns.Where(pattern => pattern.Points.Length > 0).GroupBy(pattern => pattern.Points[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(pattern => pattern.Points.Length).ToArray());
        _firstCharacters = SearchValues.Create([.. _byFirst.Keys.Select(point => new Rune(point).ToString()[0])]);
    }

    public bool IsEmpty => _byFirst.Count == 0;

    /// <summary>Whether a text may hold one at all.</summary>
    public bool MayMatch(ReadOnlySpan<char> text) => !IsEmpty && text.ContainsAny(_firstCharacters);

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
