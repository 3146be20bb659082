using System.Buffers;
using System.Text;

namespace FineTune.Data;

/// <summary>
/// Takes a text of separated values apart, record by record, as pandas' reader does: a value is quoted if its first character is a double
/// quote; what follows the closing quote belongs to the value as it stands; anywhere else a quote is a character like any other.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="sep">What stands between two values: one character or more.</param>
/// <param name="quoting">Whether values may be quoted.</param>
/// <param name="room">How many characters are held at first.</param>
internal sealed class CsvReader(TextReader text, string sep, bool quoting, int room = 1 << 15)
{
    private const char Quote = '"';

    private static readonly SearchValues<char> s_lineEnds = SearchValues.Create("\r\n");

    private readonly SearchValues<char> _ends = SearchValues.Create([sep[0], '\r', '\n']);
    private readonly List<string> _values = [];
    private readonly StringBuilder _value = new();
    private char[] _buffer = new char[room];
    private int _start;
    private int _end;
    private bool _atEnd;
    private int _linesRead;
    private bool _isQuoted;

    /// <summary>Gets the values of the record.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>Gets the line on which the record begins, from 1: a quoted value may hold line ends.</summary>
    public int Line { get; private set; }

    /// <summary>Gets whether the text ended before the quote was closed that a value of this record began with.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Gets whether the record is a line of nothing but blanks, which in pandas is no row.</summary>
    public bool IsBlank => !_isQuoted && _values is [string only] && !only.AsSpan().ContainsAnyExcept(" \t");

    /// <summary>Goes to the next record; empty lines are passed over.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Read()
    {
        while (!Take())
        {
            if (_atEnd)
            {
                return false;
            }

            Received(text.ReadBlock(Room()));
        }

        return true;
    }

    /// <inheritdoc cref="Read"/>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!Take())
        {
            if (_atEnd)
            {
                return false;
            }

            Room();
            Received(await text.ReadBlockAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false));
        }

        return true;
    }

    private void Received(int count)
    {
        _end += count;
        _atEnd = count == 0;
    }

    /// <summary>Moves what is not taken yet to the buffer's beginning, and lets it grow if that fills it. It is then filled, so that a long record is looked through few times.</summary>
    private Span<char> Room()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _end);
        }

        return _buffer.AsSpan(_end);
    }

    /// <summary>Takes a record, if the buffer holds a whole one.</summary>
    private bool Take()
    {
        ReadOnlySpan<char> rest = _buffer.AsSpan(_start, _end - _start);
        int at = 0;
        int line = _linesRead + 1;
        while (at < rest.Length && rest[at] is '\r' or '\n')
        {
            if (!TakeLineEnd(rest, ref at))
            {
                return false;
            }

            _start = _end - rest.Length + at;
            _linesRead = line++;
        }

        _values.Clear();
        _isQuoted = IsOpen = false;
        Line = line;
        if (at == rest.Length)
        {
            return false;
        }

        while (true)
        {
            if (!TakeValue(rest, ref at, ref line))
            {
                return false;
            }

            if (at == rest.Length || rest[at] is '\r' or '\n')
            {
                break;
            }

            at += sep.Length;
        }

        if (at < rest.Length && !TakeLineEnd(rest, ref at))
        {
            return false;
        }

        _start = _end - rest.Length + at;
        _linesRead = line;
        return true;
    }

    /// <summary>Takes the value that begins at a place, up to the separator, line end or end of the text behind it.</summary>
    private bool TakeValue(ReadOnlySpan<char> rest, ref int at, ref int line)
    {
        bool quoted = quoting && at < rest.Length && rest[at] == Quote;
        _isQuoted |= quoted;
        if (quoted && !TakeQuoted(rest, ref at, ref line))
        {
            return false;
        }

        int length = PlainLength(rest[at..]);
        if (length < 0)
        {
            return false;
        }

        ReadOnlySpan<char> plain = rest.Slice(at, length);
        at += length;
        _values.Add(!quoted ? plain.ToString() : _value.Append(plain).ToString());
        return true;
    }

    /// <summary>Collects what stands between quotes, with doubled quotes made one.</summary>
    private bool TakeQuoted(ReadOnlySpan<char> rest, ref int at, ref int line)
    {
        _value.Clear();
        int from = at + 1;
        while (true)
        {
            int length = rest[from..].IndexOf(Quote);
            ReadOnlySpan<char> part = length < 0 ? rest[from..] : rest.Slice(from, length);
            if ((length < 0 || from + length + 1 == rest.Length) && !_atEnd)
            {
                return false;
            }

            line += Lines(part);
            _value.Append(part);
            from += part.Length + 1;
            if (length < 0)
            {
                IsOpen = true;
                at = rest.Length;
                return true;
            }

            if (from == rest.Length || rest[from] != Quote)
            {
                at = from;
                return true;
            }

            _value.Append(Quote);
            from++;
        }
    }

    /// <summary>The number of characters before the next separator or line end; -1 if more must be read to know.</summary>
    private int PlainLength(ReadOnlySpan<char> rest)
    {
        int length = 0;
        while (true)
        {
            int next = rest[length..].IndexOfAny(_ends);
            if (next < 0)
            {
                return _atEnd ? rest.Length : -1;
            }

            length += next;
            ReadOnlySpan<char> end = rest[length..];
            if (end[0] is '\r' or '\n' || end.StartsWith(sep))
            {
                return length;
            }

            if (end.Length < sep.Length && !_atEnd)
            {
                return -1;
            }

            length++;
        }
    }

    /// <summary>Passes over a line end; of a <c>\r</c> at the buffer's end it is not known yet whether a <c>\n</c> belongs to it.</summary>
    private bool TakeLineEnd(ReadOnlySpan<char> rest, ref int at)
    {
        if (rest[at] == '\r' && at + 1 == rest.Length && !_atEnd)
        {
            return false;
        }

        at += rest[at] == '\r' && at + 1 < rest.Length && rest[at + 1] == '\n' ? 2 : 1;
        return true;
    }

    private static int Lines(ReadOnlySpan<char> part)
    {
        int count = 0;
        for (int next = part.IndexOfAny(s_lineEnds); next >= 0; next = part.IndexOfAny(s_lineEnds))
        {
            count++;
            part = part[(next + (part[next..].StartsWith("\r\n") ? 2 : 1))..];
        }

        return count;
    }
}
