namespace FineTune.Data;

/// <inheritdoc cref="ParquetField"/>
/// <param name="Name">Its name in the object it belongs to.</param>
/// <param name="Definition">The definition level from which on it is there; of a list: from which on it has an element.</param>
/// <param name="Repetition">The largest repetition level.</param>
/// <param name="Path">The names from the column to this field, for errors.</param>
/// <param name="Index">Which of a row group's columns it is.</param>
/// <param name="Element">What the schema says of it.</param>
internal sealed record ParquetLeafField(string Name, int Definition, int Repetition, string Path, int Index, ThriftStruct Element)
    : ParquetField(Name, Definition)
{
    public override Feature Feature => ParquetTypes.FeatureOf(Element);

    /// <summary>Gets how parquet stores its values.</summary>
    public ParquetPhysical Physical => (ParquetPhysical)Element.RequireNumber(1, "a column's type");

    public int Width => checked((int)(Element.Number(2) ?? 0));
}
