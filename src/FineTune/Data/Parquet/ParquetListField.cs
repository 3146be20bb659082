namespace FineTune.Data;

/// <inheritdoc cref="ParquetField"/>
/// <param name="Name">Its name in the object it belongs to.</param>
/// <param name="Definition">The definition level from which on it is there; of a list: from which on it has an element.</param>
/// <param name="ListDefinition">The definition level from which on the list is there, be it empty.</param>
/// <param name="Repetition">The repetition level of its second and further elements.</param>
/// <param name="Element">What each element is.</param>
internal sealed record ParquetListField(string Name, int Definition, int ListDefinition, int Repetition, ParquetField Element)
    : ParquetField(Name, Definition)
{
    public override Feature Feature => new Sequence(Element.Feature);
}
