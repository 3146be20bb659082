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

    /// <exception cref="RegexSyntaxException">The pattern is wrong or not supported.</exception>
    public RegexPattern(string pattern)
    {
        _pattern = pattern;
        _program = RegexCompiler.Compile(RegexParser.Parse(pattern));
    }

    /// <inheritdoc/>
    public void FindAll(ReadOnlySpan<int> points, Word span, List<PatternMatch> matches)
    {
        if (span.Start == span.End)
            return;
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
