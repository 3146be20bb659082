using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>A regular expression.</summary>
internal sealed class RegexPattern : IPattern
{
    [ThreadStatic]
    private static List<RegexFrame>? _stack;

    private readonly string _pattern;
    private readonly RegexProgram _program;
    private readonly CodePointSet? _run;
    private readonly int _shortestRun;

    /// <exception cref="RegexSyntaxException">The pattern is wrong or not supported.</exception>
    public RegexPattern(string pattern)
    {
        _pattern = pattern;
        RegexNode root = RegexParser.Parse(pattern);
        _program = RegexCompiler.Compile(root);
        if (root is RegexNode.Repeat { Part: RegexNode.OneOf one, Minimum: > 0, Maximum: int.MaxValue, Greed: not RegexGreed.Lazy } repeat)
            (_run, _shortestRun) = (one.Set, repeat.Minimum);
    }

    /// <inheritdoc/>
    public void FindAll(ReadOnlySpan<int> points, Word span, List<PatternMatch> matches)
    {
        if (span.Start == span.End)
            return;
        if (_run is not null)
        {
            FindRuns(points, span, _run, matches);
            return;
        }

        List<RegexFrame> stack = _stack ??= [];
        stack.Clear();
        try
        {
            FindAll(new RegexMatcher(points, span, stack), span, matches);
        }
        catch (RegexTimeoutException)
        {
            throw Throw.PatternTooSlow(_pattern, span.End - span.Start);
        }
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["Regex"] = _pattern };

    /// <summary>The short way for one character again and again, <c> {2,}</c>: a match takes all there are, so there is nothing to go back to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindRuns(ReadOnlySpan<int> points, Word span, CodePointSet set, List<PatternMatch> matches)
    {
        int done = span.Start;
        for (int i = span.Start; i < span.End; i++)
        {
            int start = i;
            while (i < span.End && set.Contains(points[i]))
                i++;
            if (i - start < _shortestRun)
                continue;
            if (done < start)
                matches.Add(new(done, start, false));
            matches.Add(new(start, i, true));
            done = i;
        }

        if (done < span.End)
            matches.Add(new(done, span.End, false));
    }

    /// <summary>Empty matches count, but not where the match before ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindAll(RegexMatcher matcher, Word span, List<PatternMatch> matches)
    {
        int done = span.Start, from = span.Start, lastEnd = -1;
        while (from <= span.End)
        {
            (int start, int end) = matcher.Find(_program, from);
            if (start < 0)
                break;
            if (start == end && end == lastEnd)
            {
                from++;
                continue;
            }

            if (done < start)
                matches.Add(new(done, start, false));
            matches.Add(new(start, end, true));
            (done, from, lastEnd) = (end, end, end);
        }

        if (done < span.End)
            matches.Add(new(done, span.End, false));
    }
}
