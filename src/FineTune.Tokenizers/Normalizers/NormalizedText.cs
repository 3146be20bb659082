using System.Runtime.CompilerServices;
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
    private int _nextLength, _position, _origin;

    public int Length { get; private set; }

    public ReadOnlySpan<int> Points => _points.AsSpan(0, Length);

    /// <summary>Gets how many code points a rewrite has written so far.</summary>
    public int Written => _nextLength;

    public int Start(int index) => _starts[index];

    public int End(int index) => _ends[index];

    /// <summary>Starts over with a piece of text that begins at code point <paramref name="offset"/> of the original.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Reset(ReadOnlySpan<char> text, int offset)
    {
        Reserve(text.Length);
        (_nextLength, _origin) = (0, offset);
        int plain = text.IndexOfAnyInRange('\ud800', '\udfff');
        AppendPlain(plain < 0 ? text : text[..plain], offset);
        foreach (Rune rune in plain < 0 ? default : text[plain..].EnumerateRunes())
            Append(rune.Value, offset + _nextLength, offset + _nextLength + 1);
        Swap();
    }

    /// <summary>Starts over with a part of another text.</summary>
    public void Reset(NormalizedText source, Word span)
    {
        int length = span.End - span.Start;
        Reserve(length);
        source._points.AsSpan(span.Start, length).CopyTo(_nextPoints);
        source._starts.AsSpan(span.Start, length).CopyTo(_nextStarts);
        source._ends.AsSpan(span.Start, length).CopyTo(_nextEnds);
        (_nextLength, _origin) = (length, length > 0 ? source._starts[span.Start] : source._origin);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int point, int change)
    {
        int from = Math.Min(_position, Length) - 1;
        if (change <= 0)
        {
            from = Math.Min(_position, Length - 1);
            _position += 1 - change;
        }

        Append(point, from < 0 ? _origin : _starts[from], from < 0 ? _origin : _ends[from]);
    }

    /// <summary>Copies what a rewrite has not read yet, up to a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyTo(int end)
    {
        int length = end - _position;
        if (length <= 0)
            return;
        Reserve(_nextLength + length);
        _points.AsSpan(_position, length).CopyTo(_nextPoints.AsSpan(_nextLength));
        _starts.AsSpan(_position, length).CopyTo(_nextStarts.AsSpan(_nextLength));
        _ends.AsSpan(_position, length).CopyTo(_nextEnds.AsSpan(_nextLength));
        (_nextLength, _position) = (_nextLength + length, end);
    }

    /// <summary>Changes a code point where it stands.</summary>
    public void Set(int index, int point) => _points[index] = point;

    /// <summary>Reads a code point without writing anything for it.</summary>
    public void Drop() => _position++;

    /// <summary>Goes to a place without writing anything for what lies before.</summary>
    public void DropTo(int position) => _position = position;

    /// <summary>Ends the rewrite.</summary>
    public void EndRewrite() => Swap();

    /// <summary>Appends characters each of which is a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AppendPlain(ReadOnlySpan<char> text, int offset)
    {
        Span<int> points = _nextPoints.AsSpan(0, text.Length), starts = _nextStarts.AsSpan(0, text.Length), ends = _nextEnds.AsSpan(0, text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            points[i] = text[i];
            starts[i] = offset + i;
            ends[i] = offset + i + 1;
        }

        _nextLength = text.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        length = Math.Max(length, _nextPoints.Length * 2);
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
