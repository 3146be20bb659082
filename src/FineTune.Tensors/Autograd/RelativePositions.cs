using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Keys and queries of relative positions, <c>[R, heads * head size]</c> each, or numbers to add to scores, and which of their rows belongs to
/// a distance query - key.
/// </summary>
/// <param name="Keys">What queries of tokens are multiplied with, or null.</param>
/// <param name="Queries">What keys of tokens are multiplied with, or null.</param>
/// <param name="RowOfDistance">The rows of the distances from <c>-Center</c> to <c>Center</c>.</param>
internal sealed record RelativePositions(Tensor? Keys, Tensor? Queries, int[] RowOfDistance)
{
    /// <summary>Gets what is added to a head's scores behind the scale, <c>[R, heads]</c>, or null. Default null.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>Gets the greatest distance there is a row for.</summary>
    public int Center => RowOfDistance.Length / 2;

    /// <summary>Gets the tables for forward, in memory that the caller gives back.</summary>
    public RelativeTables ForForward(int heads, int size, float scale, ICollection<Storage> rented) => new()
    {
        Center = Center,
        Keys = Turned(Keys, reversed: true, heads, size, rented),
        Queries = Turned(Queries, reversed: false, heads, size, rented),
        Bias = Widened(heads, 1 / scale, rented),
    };

    /// <summary>Gets the tables for backward, gradients at zero, in memory that the caller gives back.</summary>
    public RelativeTables ForBackward(int heads, int size, ICollection<Storage> rented) => new()
    {
        Center = Center,
        KeyRows = Gathered(Keys, reversed: true, heads, size, rented),
        QueryRows = Gathered(Queries, reversed: false, heads, size, rented),
        KeyGradients = Zeros(Keys, heads, size, rented),
        QueryGradients = Zeros(Queries, heads, size, rented),
        BiasGradients = Bias is null ? default : Cleared(heads * RelativeTables.Stride(Center), rented),
    };

    /// <summary>Hands on the gradients that were collected in tables.</summary>
    public void AddGradients(RelativeTables tables, int heads, int size, float scale, GradientSink gradients)
    {
        Add(Keys, tables.KeyGradients, reversed: true, heads, size, gradients);
        Add(Queries, tables.QueryGradients, reversed: false, heads, size, gradients);
        if (Bias is not null)
        {
            Narrow(tables.BiasGradients, heads, 1 / scale);
            Add(Bias, tables.BiasGradients[..(heads * RowOfDistance.Length)], reversed: true, heads, size: 1, gradients);
        }
    }

    /// <summary>The bias of every distance, as scores before the scale, in rows of the kernels' stride.</summary>
    private Span<float> Widened(int heads, float factor, ICollection<Storage> rented)
    {
        if (Bias is null)
        {
            return default;
        }

        int stride = RelativeTables.Stride(Center);
        ReadOnlySpan<float> rows = Gathered(Bias, reversed: true, heads, size: 1, rented);
        Span<float> wide = Cleared(heads * stride, rented);
        for (int head = 0; head < heads; head++)
        {
            Arithmetic.Scale(factor, rows.Slice(head * RowOfDistance.Length, RowOfDistance.Length), wide.Slice(head * stride, RowOfDistance.Length), accumulate: false);
        }

        return wide;
    }

    /// <summary>The reverse, in place: rows of the stride become rows of the distances alone.</summary>
    private void Narrow(Span<float> wide, int heads, float factor)
    {
        int distances = RowOfDistance.Length;
        for (int head = 0; head < heads; head++)
        {
            Span<float> row = wide.Slice(head * distances, distances);
            wide.Slice(head * RelativeTables.Stride(Center), distances).CopyTo(row);
            Arithmetic.Scale(factor, row, row, accumulate: false);
        }
    }

    private void Add(Tensor? table, ReadOnlySpan<float> rows, bool reversed, int heads, int size, GradientSink gradients)
    {
        if (table is { NeedsGrad: true })
        {
            Tensor gradient = Tensor.Zeros(table.Shape);
            RelativeTables.Scatter(rows, RowOfDistance, reversed, heads, size, gradient.Span);
            gradients.Add(table, gradient);
        }
    }

    private Span<float> Turned(Tensor? table, bool reversed, int heads, int size, ICollection<Storage> rented)
    {
        if (table is null)
        {
            return default;
        }

        int stride = RelativeTables.Stride(Center);
        Span<float> turned = Rent(heads * size * stride, rented);
        RelativeTables.Transpose(Gathered(table, reversed, heads, size, rented), RowOfDistance.Length, heads, size, stride, turned);
        return turned;
    }

    private Span<float> Gathered(Tensor? table, bool reversed, int heads, int size, ICollection<Storage> rented)
    {
        if (table is null)
        {
            return default;
        }

        Span<float> rows = Rent(heads * size * RowOfDistance.Length, rented);
        RelativeTables.Gather(table.Span, RowOfDistance, reversed, heads, size, rows);
        return rows;
    }

    private Span<float> Zeros(Tensor? table, int heads, int size, ICollection<Storage> rented)
    {
        if (table is null)
        {
            return default;
        }

        return Cleared(heads * size * RowOfDistance.Length, rented);
    }

    private static Span<float> Cleared(int length, ICollection<Storage> rented)
    {
        Span<float> rows = Rent(length, rented);
        rows.Clear();
        return rows;
    }

    private static Span<float> Rent(int length, ICollection<Storage> rented)
    {
        Storage storage = TensorScope.Rent(length, clear: false);
        rented.Add(storage);
        return storage.Span[..length];
    }
}
