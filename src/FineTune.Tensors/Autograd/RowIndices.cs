using System.Buffers;

namespace FineTune.Autograd;

/// <summary>Row numbers of a table, checked against its size, in rented memory.</summary>
internal sealed class RowIndices : IDisposable
{
    private readonly int _count;
    private int[]? _rows;

    private RowIndices(int count)
    {
        _count = count;
        _rows = ArrayPool<int>.Shared.Rent(count);
    }

    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Takes whole numbers as rows of a table of <paramref name="size"/> rows.</summary>
    public static RowIndices From(string operation, ReadOnlySpan<long> indices, int size)
    {
        RowIndices result = new(indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)size)
            {
                Throw.IndexOutsideAxis(operation, indices[i], i, size);
            }

            result._rows![i] = (int)indices[i];
        }

        return result;
    }

    /// <summary>Copies row numbers of a table of <paramref name="size"/> rows.</summary>
    public static RowIndices From(string operation, ReadOnlySpan<int> indices, int size)
    {
        RowIndices result = new(indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)size)
            {
                Throw.IndexOutsideAxis(operation, indices[i], i, size);
            }

            result._rows![i] = indices[i];
        }

        return result;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_rows is not null)
        {
            ArrayPool<int>.Shared.Return(_rows);
            _rows = null;
        }
    }
}
