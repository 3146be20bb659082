namespace FineTune.Data;

/// <summary>A column of a parquet file: what is stored, and what it means.</summary>
internal sealed record ParquetColumn(ParquetField Field, Feature Feature)
{
    /// <summary>Gets the stored fields that hold its values.</summary>
    public IEnumerable<ParquetLeaf> Leaves => LeavesOf(Field, Feature, isElement: false);

    /// <summary>Puts the column together for a row group.</summary>
    public ColumnData Assemble(int rows, IReadOnlyDictionary<int, LeafColumn> columns)
    {
        if (Field is ParquetLeafField leaf)
        {
            LeafColumn values = columns[leaf.Index];
            if (values.Entries != rows)
            {
                throw new FormatException($"it has {values.Entries} values for {rows} rows");
            }

            return leaf.Feature is Value { Dtype: "null" } ? ColumnFactory.Nulls(rows, Feature) : values.ToColumn(Feature);
        }

        RowAssembler assembler = RowAssembler.Of(Field, columns);
        object?[] assembled = new object?[rows];
        for (int row = 0; row < rows; row++)
        {
            if (assembler.First.NextRepetition != 0)
            {
                throw new FormatException("it has a row that begins in the middle of a list");
            }

            assembled[row] = assembler.Take();
        }

        return Leaves.All(part => columns[part.Field.Index].AtEnd)
            ? ColumnFactory.OfObjects(assembled, Feature)
            : throw new FormatException($"it has values for more than {rows} rows");
    }

    private static IEnumerable<ParquetLeaf> LeavesOf(ParquetField field, Feature feature, bool isElement) => (field, feature) switch
    {
        (ParquetLeafField leaf, _) => [new ParquetLeaf(leaf, feature, isElement)],
        (ParquetListField list, Sequence of) => LeavesOf(list.Element, of.Of, isElement: true),
        (ParquetStructField fields, Struct of) => fields.Fields.SelectMany(inner => LeavesOf(inner, of.Fields[inner.Name], isElement: false)),
        _ => throw new InvalidOperationException($"{feature} does not describe the field {field.Name}."),
    };
}
