using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// Keys and queries of relative positions, <c>[R, heads * head size]</c> each, and which of their rows belongs to a distance query - key.
/// </summary>
/// <param name="Keys">What queries of tokens are multiplied with, or null.</param>
/// <param name="Queries">What keys of tokens are multiplied with, or null.</param>
/// <param name="RowOfDistance">The rows of the distances from <c>-Center</c> to <c>Center</c>.</param>
internal sealed record RelativePositions(Tensor? Keys, Tensor? Queries, int[] RowOfDistance)
{
    /// <summary>Gets the greatest distance there is a row for.</summary>
    public int Center => RowOfDistance.Length / 2;

    /// <summary>Gets the tables for forward, in memory that the caller gives back.</summary>
    public RelativeTables ForForward(int heads, int size, ICollection<Tensor> rented) => new()
    {
        Center = Center,
        Keys = Turned(Keys, reversed: true, heads, size, rented),
        Queries = Turned(Queries, reversed: false, heads, size, rented),
    };

    /// <summary>Gets the tables for backward, gradients at zero, in memory that the caller gives back.</summary>
    public RelativeTables ForBackward(int heads, int size, ICollection<Tensor> rented) => new()
    {
        Center = Center,
        KeyRows = Gathered(Keys, reversed: true, heads, size, rented),
        QueryRows = Gathered(Queries, reversed: false, heads, size, rented),
        KeyGradients = Zeros(Keys, heads, size, rented),
        QueryGradients = Zeros(Queries, heads, size, rented),
    };

    /// <summary>Hands on the gradients that were collected in tables.</summary>
    public void AddGradients(RelativeTables tables, int heads, int size, GradientSink gradients)
    {
        Add(Keys, tables.KeyGradients, reversed: true, heads, size, gradients);
        Add(Queries, tables.QueryGradients, reversed: false, heads, size, gradients);
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

    private Span<float> Turned(Tensor? table, bool reversed, int heads, int size, ICollection<Tensor> rented)
    {
        if (table is null)
        {
            return default;
        }

        int stride = RelativeTables.Stride(Center);
        Span<float> turned = Rent(heads * size * stride, rented).Span;
        RelativeTables.Transpose(Gathered(table, reversed, heads, size, rented), RowOfDistance.Length, heads, size, stride, turned);
        return turned;
    }

    private Span<float> Gathered(Tensor? table, bool reversed, int heads, int size, ICollection<Tensor> rented)
    {
        if (table is null)
        {
            return default;
        }

        Span<float> rows = Rent(heads * size * RowOfDistance.Length, rented).Span;
        RelativeTables.Gather(table.Span, RowOfDistance, reversed, heads, size, rows);
        return rows;
    }

    private Span<float> Zeros(Tensor? table, int heads, int size, ICollection<Tensor> rented)
    {
        if (table is null)
        {
            return default;
        }

        Span<float> rows = Rent(heads * size * RowOfDistance.Length, rented).Span;
        rows.Clear();
        return rows;
    }

    private static Tensor Rent(int length, ICollection<Tensor> rented)
    {
        Tensor tensor = Tensor.Empty(new Shape(length));
        rented.Add(tensor);
        return tensor;
    }
}
