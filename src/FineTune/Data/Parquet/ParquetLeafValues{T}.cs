using Parquet;
using Parquet.Schema;

namespace FineTune.Data;

/// <inheritdoc/>
internal sealed class ParquetLeafValues<T>(Func<object, T> convert) : ParquetLeafValues
    where T : struct
{
    private readonly List<T> _values = [];

    public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, CancellationToken cancellationToken) => group.WriteAllPartsAsync<T>(
        field,
        _values.ToArray(),
        field.MaxDefinitionLevel > 0 ? Definitions.ToArray() : null,
        field.MaxRepetitionLevel > 0 ? Repetitions.ToArray() : null,
        cancellationToken);

    protected override void Add(object value) => _values.Add(convert(value));
}
