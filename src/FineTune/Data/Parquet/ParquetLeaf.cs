namespace FineTune.Data;

/// <summary>A field that holds values, with what they mean.</summary>
/// <param name="Field">The field.</param>
/// <param name="Feature">What its values mean.</param>
/// <param name="IsElement">Whether it is the element of a list, which is kept as an array.</param>
internal sealed record ParquetLeaf(ParquetLeafField Field, Feature Feature, bool IsElement)
{
    public string Path => Field.Path;

    public int MaxDefinition => Field.Definition;

    public int MaxRepetition => Field.Repetition;
}
