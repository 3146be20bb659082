namespace FineTune.Data;

/// <inheritdoc/>
internal sealed record ParquetStructField(string Name, int Definition, ParquetField[] Fields) : ParquetField(Name, Definition)
{
    public override Feature Feature => new Struct(new Features(Fields.Select(inner => KeyValuePair.Create(inner.Name, inner.Feature))));
}
