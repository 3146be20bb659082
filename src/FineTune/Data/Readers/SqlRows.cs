using System.Data.Common;
using System.Globalization;

namespace FineTune.Data;

/// <summary>Collects the rows of a database's answer.</summary>
internal sealed class SqlRows(DbDataReader reader)
{
    private readonly string[] _names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    private readonly Type[] _types = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetFieldType(i))];
    private readonly List<object?>[] _values = [.. Enumerable.Range(0, reader.FieldCount).Select(_ => new List<object?>())];

    public static DbCommand Command(DbConnection connection, string query, IReadOnlyDictionary<string, object?>? parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        DbCommand command = connection.CreateCommand();
        command.CommandText = query;
        foreach ((string name, object? value) in parameters ?? new Dictionary<string, object?>())
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Takes the row the reader stands at.</summary>
    public void Add()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].Add(reader.IsDBNull(i) ? null : Stored(reader.GetValue(i)));
        }
    }

    public Dataset ToDataset()
    {
        int count = _values.Length == 0 ? 0 : _values[0].Count;
        return new Dataset([.. _names.Select(Column)], count);
    }

    private StoredColumn Column(string name, int number)
    {
        static string Describe(int row) => $"row {row}";
        StoredColumn column = new(name, ColumnBuilder.Build(name, [.. _values[number]], Describe));
        Feature declared = Type.GetTypeCode(_types[number]) switch
        {
            TypeCode.String or TypeCode.DateTime => Value.String,
            TypeCode.Boolean => Value.Bool,
            TypeCode.Double or TypeCode.Single or TypeCode.Decimal => Value.Float64,
            >= TypeCode.SByte and <= TypeCode.UInt64 => Value.Int64,
            _ => Value.Null,
        };
        return column.Feature == Value.Null && declared != Value.Null
            ? new StoredColumn(name, declared, ColumnCast.To(column, declared, Describe)) // Without values the database's word counts.
            : column;
    }

    private static object Stored(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        Guid id => id.ToString(),
        char letter => letter.ToString(),
        _ => value,
    };
}
