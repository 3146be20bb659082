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
    private int _filled;

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
        if (_whole is not null && _filled == rows)
        {
            return _whole;
        }

        TakeApart();
        return _batches.Count == 0 ? null
            : _batches.TrueForAll(batch => batch is Tensor) ? new Joined<float>([.. _batches.Select(batch => (batch.Shape, ((Tensor)batch).ToArray()))]).ToTensor(Padding, Make)
            : new Joined<long>([.. _batches.Select(batch => (batch.Shape, ToLongs(batch)))]).ToTensor(Padding, (data, shape) => new LongTensor(data, shape));
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
            _batches.Add(CopyOf(_whole, new Shape([_filled, .. _whole.Shape.ToArray().Skip(1)])));
        }

        (_whole, _filled) = (null, 0);
    }

    private static TensorBase CopyOf(TensorBase tensor, Shape shape) => tensor is Tensor floats
        ? Tensor.From(floats.Span[..shape.NumElements], shape)
        : new LongTensor(((LongTensor)tensor).Span[..shape.NumElements].ToArray(), shape);

    private static long[] ToLongs(TensorBase tensor) => tensor is LongTensor longs ? longs.ToArray() : Array.ConvertAll(((Tensor)tensor).ToArray(), value => (long)value);

    private static Tensor Make(float[] data, Shape shape)
    {
        using TensorScope.Suspension outside = TensorScope.Suspend();
        return Tensor.From(data, shape);
    }

    private sealed class Joined<T>((Shape Shape, T[] Data)[] parts)
        where T : struct
    {
        public TensorBase ToTensor(T padding, Func<T[], Shape, TensorBase> make)
        {
            int[] sizes = parts[0].Shape.ToArray();
            if (sizes.Length == 0)
            {
                return make([.. parts.SelectMany(part => part.Data)], new Shape(parts.Length));
            }

            int[] rest = [.. sizes.Skip(2)];
            if (parts.Any(part => part.Shape.Rank != sizes.Length || !part.Shape.ToArray().Skip(2).SequenceEqual(rest)))
            {
                throw new ShapeMismatchException(
                    $"The predictions of the batches cannot be put together: their shapes are {string.Join(", ", parts.Select(part => part.Shape).Distinct())}, " +
                    "but only the first two axes may differ. Let PreprocessLogitsForMetrics make them alike, or compute metrics batch by batch.");
            }

            sizes[0] = parts.Sum(part => part.Shape[0]);
            if (sizes.Length > 1)
            {
                sizes[1] = parts.Max(part => part.Shape[1]);
            }

            Shape shape = new(sizes);
            T[] all = new T[shape.NumElements];
            Array.Fill(all, padding);
            Fill(all, rowLength: sizes.Skip(1).Aggregate(1, (product, size) => product * size));
            return make(all, shape);
        }

        private void Fill(T[] all, int rowLength)
        {
            int at = 0;
            foreach ((Shape shape, T[] data) in parts)
            {
                int length = shape[0] == 0 ? 0 : data.Length / shape[0];
                for (int row = 0; row < shape[0]; row++)
                {
                    Array.Copy(data, row * length, all, at, length);
                    at += rowLength;
                }
            }
        }
    }
}
