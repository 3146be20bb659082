namespace FineTune.Training;

/// <summary>
/// Collects one tensor a batch and puts them together: along the first axis, and where the second differs, padded on the right with -100.
/// </summary>
/// <param name="rows">
/// How many rows there will be, all of which then go to one place at once; null when it is not known, or when batches are asked for.
/// </param>
internal sealed class TensorStore(int? rows = null)
{
    private const int Padding = -100;
    private readonly List<TensorBase> _batches = [];
    private TensorBase? _whole;
    private TensorBase? _joined;
    private int _filled;

    private delegate ReadOnlySpan<T> Reader<T>(TensorBase batch);

    /// <summary>Gets what was collected, batch by batch; only where the number of rows was not given.</summary>
    public IReadOnlyList<TensorBase> Batches => _batches;

    /// <summary>Keeps a copy that outlives the batch's scope.</summary>
    public void Add(TensorBase tensor)
    {
        using TensorScope.Suspension outside = TensorScope.Suspend();
        if (!TryFill(tensor))
        {
            TakeApart();
            _batches.Add(CopyOf(tensor, tensor.Shape));
        }
    }

    /// <summary>Gets everything as one tensor; null when nothing was collected.</summary>
    /// <exception cref="ShapeMismatchException">Batches differ in more than their first two axes.</exception>
    public TensorBase? ToTensor()
    {
        using TensorScope.Suspension outside = TensorScope.Suspend();
        return _joined ??= _whole is not null && _filled == rows ? _whole
            : _whole is not null && _filled > 0 ? CopyOf(_whole, FilledShape(_whole))
            : _batches.Count == 0 ? null
            : Join();
    }

    /// <summary>Copies a batch's rows behind those that are there, if they are of one kind and shape, and there is room.</summary>
    private bool TryFill(TensorBase tensor)
    {
        if (rows is null || tensor.Shape.Rank == 0 || _batches.Count > 0)
        {
            return false;
        }

        int[] rest = [.. tensor.Shape.ToArray().Skip(1)];
        Shape shape = new([rows.Value, .. rest]);
        _whole ??= tensor is Tensor ? Tensor.Zeros(shape) : new LongTensor(new long[shape.NumElements], shape);
        if (_whole.Shape != shape || _whole is Tensor != tensor is Tensor || _filled + tensor.Shape[0] > rows)
        {
            return false;
        }

        int start = _filled * rest.Aggregate(1, (product, size) => product * size);
        _filled += tensor.Shape[0];
        if (_whole is Tensor floats)
        {
            ((Tensor)tensor).Span.CopyTo(floats.Span[start..]);
        }
        else
        {
            ((LongTensor)tensor).Span.CopyTo(((LongTensor)_whole).Span[start..]);
        }

        return true;
    }

    /// <summary>What is there becomes the first of several batches.</summary>
    private void TakeApart()
    {
        if (_whole is not null && _filled > 0)
        {
            _batches.Add(CopyOf(_whole, FilledShape(_whole)));
        }

        (_whole, _filled) = (null, 0);
    }

    private Shape FilledShape(TensorBase whole) => new([_filled, .. whole.Shape.ToArray().Skip(1)]);

    private static TensorBase CopyOf(TensorBase tensor, Shape shape) => tensor is Tensor floats
        ? Tensor.From(floats.Span[..shape.NumElements], shape)
        : new LongTensor(((LongTensor)tensor).Span[..shape.NumElements].ToArray(), shape);

    private static long[] ToLongs(TensorBase tensor) => tensor is LongTensor longs ? longs.ToArray() : Array.ConvertAll(((Tensor)tensor).ToArray(), value => (long)value);

    private TensorBase Join()
    {
        Shape shape = JoinedShape();
        if (_batches.TrueForAll(batch => batch is Tensor))
        {
            Tensor all = Tensor.Full(shape, Padding);
            Fill(all.Span, shape, batch => ((Tensor)batch).Span);
            return all;
        }

        long[] longs = new long[shape.NumElements];
        Array.Fill(longs, Padding);
        Fill<long>(longs, shape, batch => ToLongs(batch));
        return new LongTensor(longs, shape);
    }

    private Shape JoinedShape()
    {
        int[] sizes = _batches[0].Shape.ToArray();
        int[] rest = [.. sizes.Skip(2)];
        if (_batches.Exists(batch => batch.Shape.Rank != sizes.Length || !batch.Shape.ToArray().Skip(2).SequenceEqual(rest)))
        {
            throw new ShapeMismatchException(
                $"The predictions of the batches cannot be put together: their shapes are {string.Join(", ", _batches.Select(batch => batch.Shape).Distinct())}, " +
                "but only the first two axes may differ. Let PreprocessLogitsForMetrics make them alike, or compute metrics batch by batch.");
        }

        int rowCount = _batches.Sum(RowsOf);
        return sizes.Length < 2 ? new Shape(rowCount) : new Shape([rowCount, _batches.Max(batch => batch.Shape[1]), .. rest]);
    }

    private void Fill<T>(Span<T> all, Shape shape, Reader<T> read)
    {
        int rowLength = shape[0] == 0 ? 0 : all.Length / shape[0];
        foreach (TensorBase batch in _batches)
        {
            ReadOnlySpan<T> data = read(batch);
            int rowCount = RowsOf(batch);
            for (int row = 0; row < rowCount; row++)
            {
                int length = data.Length / rowCount;
                data.Slice(row * length, length).CopyTo(all);
                all = all[rowLength..];
            }
        }
    }

    /// <summary>The rows of a batch; a single number is one.</summary>
    private static int RowsOf(TensorBase batch) => batch.Shape.Rank == 0 ? 1 : batch.Shape[0];
}
