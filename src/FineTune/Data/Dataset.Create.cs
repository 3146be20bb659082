using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>Makes a data set of columns in memory: the reference's <c>from_dict</c>.</summary>
    /// <param name="columns">The values by column name: arrays or other lists, one value a row.</param>
    /// <exception cref="ArgumentException">The lengths differ, a column mixes types, or a value cannot be stored.</exception>
    public static Dataset FromColumns(IReadOnlyDictionary<string, object?> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        StoredColumn[] stored = BuildColumns(columns, row => $"row {row}");
        return new Dataset(stored, stored.Length == 0 ? 0 : stored[0].Data.Count);
    }

    /// <summary>Makes a data set of columns in memory: <c>Dataset.FromColumns(("text", texts), ("label", labels))</c>.</summary>
    /// <exception cref="ArgumentException">The lengths differ, a column mixes types, or a value cannot be stored.</exception>
    public static Dataset FromColumns(params IReadOnlyList<(string Name, IEnumerable Values)> columns) =>
        FromColumns(new Example(columns.Select(column => KeyValuePair.Create(column.Name, (object?)column.Values))));

    /// <summary>Makes a data set of rows in memory: the reference's <c>from_list</c>. The first row decides the columns.</summary>
    /// <exception cref="ArgumentException">
    /// A row has other columns than the first, a column mixes types, or a value cannot be stored.
    /// </exception>
    public static Dataset FromList(IEnumerable<IReadOnlyDictionary<string, object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromList(rows, known: null);
    }

    /// <summary>
    /// Makes a data set of objects: a column for every public property, named by its <see cref="JsonPropertyNameAttribute"/> or in snake
    /// case, as the reference names columns (<c>Text</c> becomes <c>text</c>, <c>LabelIds</c> becomes <c>label_ids</c>).
    /// </summary>
    /// <typeparam name="T">The type of the objects; properties marked <see cref="JsonIgnoreAttribute"/> are left out.</typeparam>
    /// <exception cref="ArgumentException">The type has no public property, or a value cannot be stored.</exception>
    public static Dataset FromObjects<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IEnumerable<T> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        PropertyInfo[] properties = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsColumn)];
        if (properties.Length == 0)
        {
            throw DataError.NoProperties(typeof(T));
        }

        T[] all = [.. objects];
        StoredColumn[] columns = Array.ConvertAll(properties, property => new StoredColumn(
            ColumnNameOf(property),
            ColumnBuilder.Build(ColumnNameOf(property), Array.ConvertAll(all, item => property.GetValue(item)), row => $"row {row}")));
        return new Dataset(columns, all.Length);
    }

    /// <summary>Makes a data set of objects that arrive over time; see <see cref="FromObjects"/>.</summary>
    /// <typeparam name="T">The type of the objects; properties marked <see cref="JsonIgnoreAttribute"/> are left out.</typeparam>
    /// <param name="objects">The objects.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The type has no public property, or a value cannot be stored.</exception>
    public static async Task<Dataset> FromObjectsAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        IAsyncEnumerable<T> objects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return FromObjects(await objects.ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes a data set of rows whose columns' features may be known; without rows it has the known columns.</summary>
    internal static Dataset FromList(IEnumerable<IReadOnlyDictionary<string, object?>> rows, Features? known)
    {
        IReadOnlyDictionary<string, object?>[] all = [.. rows];
        StoredColumn[] columns = all.Length == 0 && known is not null
            ? [.. known.Select(column => KnownColumn.Empty(column.Key, column.Value))]
            : RowsToColumns.Transpose(all, known, row => $"row {row}");
        return new Dataset(columns, all.Length);
    }

    private static bool IsColumn(PropertyInfo property) =>
        property.CanRead && property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<JsonIgnoreAttribute>() is null;

    private static string ColumnNameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>Makes columns of lists, all of one length.</summary>
    private static StoredColumn[] BuildColumns(IReadOnlyDictionary<string, object?> lists, Func<int, string> describe)
    {
        StoredColumn[] columns = [.. lists.Select(pair => new StoredColumn(pair.Key, BuildColumn(pair.Key, pair.Value, describe)))];
        foreach (StoredColumn column in columns)
        {
            if (column.Data.Count != columns[0].Data.Count)
            {
                throw DataError.ColumnLengthsDiffer(columns[0].Name, columns[0].Data.Count, column.Name, column.Data.Count);
            }
        }

        return columns;
    }

    private static ColumnData BuildColumn(string name, object? values, Func<int, string> describe) => values switch
    {
        long[] numbers when values.GetType() == typeof(long[]) => new PrimitiveData<long>([.. numbers]),
        double[] numbers => new PrimitiveData<double>([.. numbers]),
        bool[] flags => new PrimitiveData<bool>([.. flags]),
        string?[] texts => new ReferenceData<string>([.. texts], Value.String),
        IEnumerable list and not string => ColumnBuilder.Build(name, [.. list.Cast<object?>()], describe),
        _ => throw DataError.NotAList(name, values),
    };
}
