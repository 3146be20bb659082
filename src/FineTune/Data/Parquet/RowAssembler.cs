namespace FineTune.Data;

/// <summary>Puts the values of a field together, row by row.</summary>
internal abstract class RowAssembler
{
    /// <summary>Gets the field's first column, whose levels say what is there.</summary>
    public abstract LeafColumn First { get; }

    /// <summary>Takes the next value: an object, a list, a number, ... or null.</summary>
    public abstract object? Take();

    /// <summary>Makes what puts a field together of the columns that were read.</summary>
    public static RowAssembler Of(ParquetField field, IReadOnlyDictionary<int, LeafColumn> columns) => field switch
    {
        ParquetLeafField leaf => new Leaf(columns[leaf.Index]),
        ParquetListField list => new List(list, Of(list.Element, columns)),
        ParquetStructField fields => new Struct(fields, Array.ConvertAll(fields.Fields, inner => Of(inner, columns))),
        _ => throw new InvalidOperationException($"{field.GetType().Name} is no field."),
    };

    private sealed class Leaf(LeafColumn column) : RowAssembler
    {
        public override LeafColumn First => column;

        public override object? Take() => column.Take();
    }

    private sealed class Struct(ParquetStructField field, RowAssembler[] fields) : RowAssembler
    {
        private readonly ColumnNames _names = new(Array.ConvertAll(field.Fields, inner => inner.Name));

        public override LeafColumn First => fields.Length > 0 ? fields[0].First : throw new NotSupportedException("it holds objects without keys");

        public override object? Take()
        {
            bool isThere = First.NextDefinition >= field.Definition;
            object?[] values = Array.ConvertAll(fields, inner => inner.Take());
            return isThere ? new Example(_names, values, source: null, row: 0) : null;
        }
    }

    private sealed class List(ParquetListField field, RowAssembler element) : RowAssembler
    {
        public override LeafColumn First => element.First;

        public override object? Take()
        {
            int definition = First.NextDefinition;
            if (definition < field.Definition)
            {
                element.Take();
                return definition < field.ListDefinition ? null : element is Leaf leaf ? leaf.First.List(0, 0) : Array.Empty<object?>();
            }

            if (element is Leaf)
            {
                return First.TakeList();
            }

            List<object?> elements = [];
            do
            {
                elements.Add(element.Take());
            }
            while (First.NextRepetition == field.Repetition);
            return elements.ToArray();
        }
    }
}
