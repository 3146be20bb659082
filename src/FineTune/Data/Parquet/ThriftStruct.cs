using System.Text;

namespace FineTune.Data;

/// <summary>One structure of a parquet file's metadata: values by field number. Whole numbers and truth values are <see cref="long"/>.</summary>
internal sealed class ThriftStruct
{
    private readonly Dictionary<int, object> _fields = [];

    public object this[int field]
    {
        set => _fields[field] = value;
    }

    public bool Has(int field) => _fields.ContainsKey(field);

    public long? Number(int field) => _fields.TryGetValue(field, out object? value) ? value as long? : null;

    public long RequireNumber(int field, string what) => Number(field) ?? throw new FormatException($"the metadata lacks {what}");

    /// <summary>A number that counts or places something: never negative.</summary>
    public long RequireCount(int field, string what) => RequireNumber(field, what) is >= 0 and var count
        ? count
        : throw new FormatException($"{what} is negative");

    public string? Text(int field) => _fields.GetValueOrDefault(field) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;

    public ThriftStruct? Struct(int field) => _fields.GetValueOrDefault(field) as ThriftStruct;

    public ThriftStruct RequireStruct(int field, string what) => Struct(field) ?? throw new FormatException($"the metadata lacks {what}");

    public IReadOnlyList<ThriftStruct> Structs(int field) => _fields.GetValueOrDefault(field) is List<object> list
        ? list.ConvertAll(item => item as ThriftStruct ?? throw new FormatException("a list of the metadata holds something else"))
        : [];
}
