namespace FineTune.Data;

/// <summary>Lists and objects of an Arrow array.</summary>
/// <param name="count">How many there are.</param>
/// <param name="box">Makes one; null where there is none.</param>
internal sealed class ArrowRows(int count, Func<int, object?> box) : ArrowValues
{
    public override int Count => count;

    public override object? Box(int index) => box(index);

    public override ArrowValues Gather(int[] indices) => new ArrowRows(indices.Length, index => indices[index] < 0 ? null : box(indices[index]));
}
