namespace FineTune.Training;

/// <summary>
/// Collects one tensor a batch and puts them together: along the first axis, and where the second differs, padded on the right with -100.
/// </summary>
internal sealed class TensorStore
{
    private const int Padding = -100;
    private readonly List<TensorBase> _batches = [];

    /// <summary>Gets what was collected, batch by batch.</summary>
    public IReadOnlyList<TensorBase> Batches => _batches;

    /// <summary>Keeps a copy that outlives the batch's scope.</summary>
    public TensorBase Add(TensorBase tensor)
    {
        using TensorScope.Suspension outside = TensorScope.Suspend();
        TensorBase copy = tensor is Tensor floats ? floats.Clone() : new LongTensor(((LongTensor)tensor).ToArray(), tensor.Shape);
        _batches.Add(copy);
        return copy;
    }

    /// <summary>Gets everything as one tensor; null when nothing was collected.</summary>
    /// <exception cref="ShapeMismatchException">Batches differ in more than their first two axes.</exception>
    public TensorBase? ToTensor() => _batches.Count == 0 ? null
        : _batches.TrueForAll(batch => batch is Tensor) ? new Joined<float>([.. _batches.Select(batch => (batch.Shape, ((Tensor)batch).ToArray()))]).ToTensor(Padding, Make)
        : new Joined<long>([.. _batches.Select(batch => (batch.Shape, ToLongs(batch)))]).ToTensor(Padding, (data, shape) => new LongTensor(data, shape));

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
