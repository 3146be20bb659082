namespace FineTune.Data;

/// <inheritdoc/>
internal sealed class ArrowValues<T>(T[] values, bool[]? nulls, Feature feature) : ArrowValues
{
    public override int Count => values.Length;

    public override object? Box(int index) => nulls is not null && nulls[index] ? null : ColumnFactory.Box(values[index], feature);

    public override object List(int start, int count) => nulls is not null && default(T) is not null && nulls.AsSpan(start, count).Contains(true)
        ? base.List(start, count)
        : ColumnFactory.ListOf(values.AsSpan(start, count), feature);

    public override ColumnData ToColumn(Feature column) => ColumnFactory.Of(values, nulls, column);

    public override ArrowValues Gather(int[] indices) => new ArrowValues<T>(
        Array.ConvertAll(indices, index => index < 0 ? default! : values[index]),
        Array.ConvertAll(indices, index => index < 0 || (nulls is not null && nulls[index])),
        feature);
}
