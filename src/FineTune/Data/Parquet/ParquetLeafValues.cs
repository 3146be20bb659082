using Parquet;
using Parquet.Schema;

namespace FineTune.Data;

/// <summary>What is written of a leaf: the values that are there, and the levels that say where.</summary>
internal abstract class ParquetLeafValues
{
    protected List<int> Definitions { get; } = [];

    protected List<int> Repetitions { get; } = [];

    /// <summary>Adds an entry without a value: something around it is null or empty.</summary>
    public void AddNothing(int repetition, int definition)
    {
        Repetitions.Add(repetition);
        Definitions.Add(definition);
    }

    /// <summary>Adds a value.</summary>
    public void Add(object value, int repetition, int definition)
    {
        AddNothing(repetition, definition);
        Add(value);
    }

    public abstract Task WriteAsync(ParquetRowGroupWriter group, DataField field, CancellationToken cancellationToken);

    protected abstract void Add(object value);
}
