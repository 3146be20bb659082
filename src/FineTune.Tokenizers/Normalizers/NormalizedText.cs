using System.Text;

namespace FineTune.Tokenizers;

/// <summary>
/// A text on its way through the normalizers: code points, and for each the span of the original text it came from. Positions
/// in the original text are counted in code points from the text's beginning.
/// </summary>
internal sealed class NormalizedText
{
    private int[] _points = [], _starts = [], _ends = [];
    private int[] _nextPoints = [], _nextStarts = [], _nextEnds = [];
    private int _nextLength, _position;

    public int Length { get; private set; }

    public ReadOnlySpan<int> Points => _points.AsSpan(0, Length);

    public int Start(int index) => _starts[index];

    public int End(int index) => _ends[index];

    /// <summary>Starts over with a piece of text that begins at code point <paramref name="offset"/> of the original.</summary>
    public void Reset(ReadOnlySpan<char> text, int offset)
    {
        Reserve(text.Length);
        _nextLength = 0;
        foreach (Rune rune in text.EnumerateRunes())
            Append(rune.Value, offset + _nextLength, offset + _nextLength + 1);
        Swap();
    }

    /// <summary>Begins a rewrite of the whole text, the first code points of which are dropped.</summary>
    public void BeginRewrite(int dropped = 0)
    {
        Reserve(Length);
        (_nextLength, _position) = (0, dropped);
    }

    /// <summary>
    /// Writes a code point. <paramref name="change"/> is 1 for one inserted after the last read, 0 for one that takes the place of
    /// the next unread, and -n for one that takes the place of the next and of n more.
    /// </summary>
    public void Write(int point, int change)
    {
        if (change > 0)
        {
            bool first = _position == 0;
            Append(point, first ? 0 : _starts[_position - 1], first ? 0 : _ends[_position - 1]);
            return;
        }

        Append(point, _starts[_position], _ends[_position]);
        _position += 1 - change;
    }

    /// <summary>Reads a code point without writing anything for it.</summary>
    public void Drop() => _position++;

    /// <summary>Ends the rewrite.</summary>
    public void EndRewrite() => Swap();

    private void Append(int point, int start, int end)
    {
        if (_nextLength == _nextPoints.Length)
            Reserve(Math.Max(16, _nextLength * 2));
        _nextPoints[_nextLength] = point;
        _nextStarts[_nextLength] = start;
        _nextEnds[_nextLength++] = end;
    }

    private void Reserve(int length)
    {
        if (_nextPoints.Length >= length)
            return;
        Array.Resize(ref _nextPoints, length);
        Array.Resize(ref _nextStarts, length);
        Array.Resize(ref _nextEnds, length);
    }

    private void Swap()
    {
        (_points, _nextPoints) = (_nextPoints, _points);
        (_starts, _nextStarts) = (_nextStarts, _starts);
        (_ends, _nextEnds) = (_nextEnds, _ends);
        Length = _nextLength;
    }
}
