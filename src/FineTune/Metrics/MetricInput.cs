using System.Collections;
using System.Runtime.CompilerServices;

namespace FineTune;

/// <summary>
/// Predictions or references for a metric: a number a row, or a row of numbers for several labels or scores. Converts from arrays and
/// tensors, and can be written <c>[0, 1, 1]</c>.
/// </summary>
[CollectionBuilder(typeof(MetricInput), nameof(Create))]
public readonly struct MetricInput : IEnumerable<double>
{
    private readonly double[]? _values;

    private MetricInput(double[] values, int width)
    {
        _values = values;
        Width = width;
    }

    /// <summary>Gets how many numbers a row has; 0 if a row is one number by itself.</summary>
    public int Width { get; }

    /// <summary>Gets the number of rows.</summary>
    public int Rows => Width == 0 ? Values.Length : Values.Length / Width;

    /// <summary>The numbers, row after row.</summary>
    internal ReadOnlySpan<double> Values => _values;

    /// <summary>Takes whole numbers.</summary>
    public static implicit operator MetricInput(int[] values) => new(Array.ConvertAll(values, value => (double)value), 0);

    /// <summary>Takes whole numbers.</summary>
    public static implicit operator MetricInput(long[] values) => new(Array.ConvertAll(values, value => (double)value), 0);

    /// <summary>Takes numbers.</summary>
    public static implicit operator MetricInput(float[] values) => new(Array.ConvertAll(values, value => (double)value), 0);

    /// <summary>Takes numbers.</summary>
    public static implicit operator MetricInput(double[] values) => new([.. values], 0);

    /// <summary>Takes rows of whole numbers.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static implicit operator MetricInput(int[][] rows) =>
        Rectangular(Array.ConvertAll(rows, row => Array.ConvertAll(row, value => (double)value)));

    /// <summary>Takes rows of numbers.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static implicit operator MetricInput(double[][] rows) => Rectangular(rows);

    /// <summary>Takes a tensor, <c>[N]</c> or <c>[N, C]</c>.</summary>
    /// <exception cref="ShapeMismatchException">It has another number of axes.</exception>
    public static implicit operator MetricInput(TensorBase tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Rank is not (1 or 2))
        {
            throw MetricError.NotRows(tensor.Shape);
        }

        double[] values = tensor is LongTensor longs
            ? Array.ConvertAll(longs.ToArray(), value => (double)value)
            : Array.ConvertAll(((Tensor)tensor).ToArray(), value => (double)value);
        return new MetricInput(values, tensor.Shape.Rank == 1 ? 0 : tensor.Shape[1]);
    }

    /// <summary>Makes it of numbers.</summary>
    public static MetricInput Create(ReadOnlySpan<double> values) => new(values.ToArray(), 0);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)(_values ?? [])).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static MetricInput Rectangular(double[][] rows)
    {
        int width = rows.Length == 0 ? 1 : rows[0].Length;
        int odd = Array.FindIndex(rows, row => row.Length != width);
        return odd < 0 ? new MetricInput([.. rows.SelectMany(row => row)], width) : throw MetricError.RaggedRows(odd, rows[odd].Length, width);
    }
}
