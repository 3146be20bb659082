namespace FineTune.Autograd;

/// <summary>Walks along the last axis' rows of a shape, and beside them the elements of a smaller shape that repeats in it.</summary>
internal ref struct BroadcastRows
{
    private readonly Shape _large;
    private readonly int[] _strides;
    private readonly int[] _position;
    private bool _started;

    public BroadcastRows(Shape small, Shape large)
    {
        _large = large;
        _strides = new int[large.Rank];
        _position = new int[large.Rank];
        int stride = 1;
        for (int i = 1; i <= small.Rank; i++)
        {
            _strides[^i] = small[-i] == 1 && large[-i] != 1 ? 0 : stride;
            stride *= small[-i];
        }

        Width = large.Rank == 0 ? 1 : large[-1];
        RepeatsElements = large.Rank > 0 && _strides[^1] == 0;
    }

    /// <summary>Gets the length of a row.</summary>
    public int Width { get; }

    /// <summary>Gets whether one element of the smaller shape fills a row, rather than a row of its own.</summary>
    public bool RepeatsElements { get; }

    /// <summary>Gets where the row begins in the larger shape.</summary>
    public int Large { get; private set; }

    /// <summary>Gets where it begins in the smaller one.</summary>
    public int Small { get; private set; }

    public bool MoveNext()
    {
        if (!_started)
        {
            _started = true;
            return _large.NumElements > 0;
        }

        Large += Width;
        for (int axis = _large.Rank - 2; axis >= 0; axis--)
        {
            Small += _strides[axis];
            if (++_position[axis] < _large[axis])
            {
                return true;
            }

            Small -= _strides[axis] * _large[axis];
            _position[axis] = 0;
        }

        return false;
    }
}
