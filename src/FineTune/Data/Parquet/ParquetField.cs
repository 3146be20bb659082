namespace FineTune.Data;

/// <summary>One field of a parquet schema: a value, an object or a list.</summary>
/// <param name="Name">Its name in the object it belongs to.</param>
/// <param name="Definition">The definition level from which on it is there; of a list: from which on it has an element.</param>
internal abstract record ParquetField(string Name, int Definition)
{
    /// <summary>Gets what the schema itself says it holds.</summary>
    public abstract Feature Feature { get; }
}
