namespace FineTune;

/// <summary>A set of row numbers with constant-time insertion that remembers each once.</summary>
internal sealed class RowSet
{
    private readonly bool[] _present;
    private readonly List<int> _rows = [];
    private bool _sorted = true;

    public RowSet(int rowCount) => _present = new bool[rowCount];

    /// <summary>Gets the rows in ascending order.</summary>
    public ReadOnlySpan<int> Rows
    {
        get
        {
            if (!_sorted)
            {
                _rows.Sort();
                _sorted = true;
            }

            return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows);
        }
    }

    public bool Contains(int row) => _present[row];

    public void Add(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if (!_present[row])
            {
                _present[row] = true;
                _rows.Add(row);
                _sorted = false;
            }
        }
    }

    public void Clear()
    {
        foreach (int row in _rows)
        {
            _present[row] = false;
        }

        _rows.Clear();
        _sorted = true;
    }
}
