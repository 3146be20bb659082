using System.Collections;
using Parquet;
using Parquet.Schema;

namespace FineTune.Data;

/// <summary>Takes the values of a column apart into those of its leaves, which is how parquet stores lists and objects.</summary>
internal sealed class ParquetShredder
{
    private readonly List<(DataField Field, ParquetLeafValues Values)> _leaves = [];
    private readonly Node _root;

    public ParquetShredder(Field field, Feature feature) => _root = NodeOf(field, feature);

    /// <summary>Adds a row for each value.</summary>
    public void Add(IEnumerable<object?> values)
    {
        foreach (object? value in values)
        {
            _root.Add(value, repetition: 0, definition: 0);
        }
    }

    public async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        foreach ((DataField field, ParquetLeafValues values) in _leaves)
        {
            await values.WriteAsync(group, field, cancellationToken).ConfigureAwait(false);
        }
    }

    private Node NodeOf(Field field, Feature feature)
    {
        switch (field)
        {
            case ListField list:
                return new ListNode(list.MaxRepetitionLevel, NodeOf(list.Item, ((Sequence)feature).Of));
            case StructField fields:
                return new StructNode([.. fields.Fields.Select(inner => (inner.Name, NodeOf(inner, ((Struct)feature).Fields[inner.Name])))]);
            default:
                ParquetLeafValues values = ParquetWriteTypes.ValuesOf(feature);
                _leaves.Add(((DataField)field, values));
                return new LeafNode(values);
        }
    }

    /// <summary>One field; everything may be null, so being there counts one level, and having an element another.</summary>
    private abstract class Node
    {
        /// <summary>Adds a value around which <paramref name="definition"/> levels are there.</summary>
        public abstract void Add(object? value, int repetition, int definition);

        /// <summary>Adds that something around this is null or empty.</summary>
        public abstract void AddNothing(int repetition, int definition);
    }

    private sealed class LeafNode(ParquetLeafValues values) : Node
    {
        public override void Add(object? value, int repetition, int definition)
        {
            if (value is null)
            {
                values.AddNothing(repetition, definition);
            }
            else
            {
                values.Add(value, repetition, definition + 1);
            }
        }

        public override void AddNothing(int repetition, int definition) => values.AddNothing(repetition, definition);
    }

    private sealed class StructNode((string Name, Node Node)[] fields) : Node
    {
        public override void Add(object? value, int repetition, int definition)
        {
            if (value is not IReadOnlyDictionary<string, object?> row)
            {
                AddNothing(repetition, definition);
                return;
            }

            foreach ((string name, Node node) in fields)
            {
                node.Add(row.TryGetValue(name, out object? field) ? field : null, repetition, definition + 1);
            }
        }

        public override void AddNothing(int repetition, int definition) => Array.ForEach(fields, field => field.Node.AddNothing(repetition, definition));
    }

    private sealed class ListNode(int level, Node element) : Node
    {
        public override void Add(object? value, int repetition, int definition)
        {
            if (value is not IEnumerable list)
            {
                AddNothing(repetition, definition);
                return;
            }

            int next = repetition;
            bool any = false;
            foreach (object? item in list)
            {
                element.Add(item, next, definition + 2);
                next = level;
                any = true;
            }

            if (!any)
            {
                AddNothing(repetition, definition + 1);
            }
        }

        public override void AddNothing(int repetition, int definition) => element.AddNothing(repetition, definition);
    }
}
