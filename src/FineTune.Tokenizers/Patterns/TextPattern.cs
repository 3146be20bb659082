using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>A fixed text.</summary>
internal sealed class TextPattern(string text) : IPattern
{
    private readonly int[] _points = CodePoints.Of(text);

    /// <inheritdoc/>
    public void FindAll(ReadOnlySpan<int> points, Word span, List<PatternMatch> matches)
    {
        if (span.Start == span.End)
            return;
        int done = span.Start;
        for (int i = span.Start; i <= span.End - _points.Length;)
        {
            int next = _points.Length == 0 ? 0 : points[i..span.End].IndexOf(_points);
            if (next < 0)
                break;
            i += next;
            if (done < i)
                matches.Add(new(done, i, false));
            matches.Add(new(i, i + _points.Length, true));
            done = i + _points.Length;
            i += Math.Max(1, _points.Length);
        }

        if (done < span.End)
            matches.Add(new(done, span.End, false));
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["String"] = text };
}
