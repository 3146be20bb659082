namespace FineTune.Kernels;

/// <summary>What a thread packs next: tile kernels ask for its lines while they sum, so that they are at hand when they are packed.</summary>
/// <remarks>
/// A weight comes from memory at every step, and packing waits for it: the more, the less of a shared cache is one's own. Tiles need little of the memory, and
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
        _start = (byte*)start;
        bool isOne = rowBytes == distance;
        _rows = isOne ? 1 : rows;
        _distance = distance;
        _lines = (int)(((isOne ? rows * rowBytes : rowBytes) + LineBytes - 1) / LineBytes);
    }

    /// <summary>Tells a call of kernels what to ask for: the next lines of a row or, of several rows, the next rows' lines at one place.</summary>
    /// <param name="call">The call.</param>
    /// <param name="lines">How many lines it asks for.</param>
    public void Ask(TileCall* call, int lines)
    {
        bool isDone = _line >= _lines;
        call->Ahead = _start + (_row * _distance) + (_line * (nint)LineBytes);
        call->AheadStep = isDone ? 0 : _rows == 1 ? LineBytes : _distance;
        if (_rows == 1)
        {
            _line += isDone ? 0 : lines;
            return;
        }

        _row += lines;
        if (_row >= _rows)
        {
            _row = 0;
            _line += isDone ? 0 : 1;
        }
    }
}
