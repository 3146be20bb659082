namespace FineTune.Kernels;

/// <summary>What a thread packs next or, if that was packed before, reads next: tile kernels ask for its lines while they sum, so that they are at hand in time.</summary>
/// <remarks>
/// A weight comes from memory at every step, and whoever reads it waits, the longer the more others use of a shared cache. Tiles need little of the memory, and
/// by the time they are done the lines have come (<c>bench/LOG.md</c>).
/// </remarks>
internal unsafe struct MemoryAhead
{
    private const int LineBytes = 64;

    private readonly byte* _start;
    private readonly nint _distance;
    private readonly int _rows;
    private readonly int _lines;
    private int _row;
    private int _line;

    /// <summary>Rows of so many bytes, one so many bytes behind the other. Where nothing lies between them they are one.</summary>
    public MemoryAhead(void* start, int rows, nint rowBytes, nint distance)
    {
        nint beside = (nint)start & (LineBytes - 1);
        bool isOne = rowBytes == distance;
        _start = (byte*)start - beside;
        _rows = isOne ? 1 : rows;
        _distance = distance;
        _lines = (int)((beside + (isOne ? rows * rowBytes : rowBytes) + LineBytes - 1) / LineBytes);
    }

    /// <summary>Tells a call of kernels what to ask for: the next lines of a row or, of several rows, the next rows' lines at one place.</summary>
    /// <param name="call">The call.</param>
    /// <param name="lines">How many lines it asks for at most.</param>
    public void Ask(TileCall* call, int lines)
    {
        if (_line >= _lines)
        {
            call->AheadEnd = null;
            return;
        }

        byte* place = _start + (_line * (nint)LineBytes);
        call->Ahead = place + (_row * _distance);
        if (_rows == 1)
        {
            call->AheadStep = LineBytes;
            call->AheadEnd = _start + (_lines * (nint)LineBytes);
            _line += lines;
            return;
        }

        call->AheadStep = _distance;
        call->AheadEnd = place + (_rows * _distance);
        _row += lines;
        if (_row >= _rows)
        {
            _row = 0;
            _line++;
        }
    }
}
