using System.Collections;

namespace FineTune.Data;

/// <summary>
/// What columns hold, said completely enough for a file that needs a schema: where a data set only knows "objects" or "lists of something",
/// the values say which.
/// </summary>
internal static class WrittenFeatures
{
    public static Feature Of(StoredColumn column)
    {
        if (IsComplete(column.Feature))
        {
            return WithoutViews(column.Feature);
        }

        Feature found = Value.Null;
        for (int row = 0; row < column.Data.Count; row++)
        {
            found = Join(found, OfValue(column.Data.Get(row)), column.Name);
        }

        return found;
    }

    /// <summary>Views are a way to keep texts in memory; files are written without them.</summary>
    private static Feature WithoutViews(Feature feature) => feature switch
    {
        Value { Dtype: "string_view" } => Value.String,
        Value { Dtype: "binary_view" } => new Value("binary"),
        Sequence list => list with { Of = WithoutViews(list.Of) },
        Struct fields => fields with { Fields = new Features(fields.Fields.Select(field => KeyValuePair.Create(field.Key, WithoutViews(field.Value)))) },
        _ => feature,
    };

    private static bool IsComplete(Feature feature) => feature switch
    {
        Value { Dtype: "struct" } => false,
        Sequence list => list.Of != Value.Null && IsComplete(list.Of),
        Struct fields => fields.Fields.Values.All(IsComplete),
        _ => true,
    };

    private static Feature OfValue(object? value) => value switch
    {
        null => Value.Null,
        string => Value.String,
        bool => Value.Bool,
        double or float or Half => Value.Float64,
        decimal => new Value("decimal128(38, 10)"),
        byte[] => new Value("binary"),
        DateOnly => new Value("date32"),
        TimeOnly => new Value("time64[us]"),
        TimeSpan => new Value("duration[us]"),
        DateTimeOffset => new Value("timestamp[us, tz=UTC]"),
        DateTime => new Value("timestamp[us]"),
        IReadOnlyDictionary<string, object?> fields =>
            new Struct(new Features(fields.Select(field => KeyValuePair.Create(field.Key, OfValue(field.Value))))),
        int[] => new Sequence(Value.Int32),
        float[] => new Sequence(Value.Float32),
        IEnumerable list => new Sequence(OfElements(list)),
        _ => Value.Int64,
    };

    private static Feature OfElements(IEnumerable list)
    {
        Feature found = Value.Null;
        foreach (object? element in list)
        {
            found = Join(found, OfValue(element), "an element");
        }

        return found;
    }

    private static Feature Join(Feature left, Feature right, string column) => (left, right) switch
    {
        _ when left == right || right == Value.Null => left,
        _ when left == Value.Null => right,
        (Value { Dtype: "int64" or "float64" }, Value { Dtype: "int64" or "float64" }) => Value.Float64,
        (Value { Dtype: "int32" or "int64" }, Value { Dtype: "int32" or "int64" }) => Value.Int64,
        (Value { Dtype: "float32" or "float64" or "int64" }, Value { Dtype: "float32" or "float64" or "int64" }) => Value.Float64,
        (Sequence one, Sequence other) => new Sequence(Join(one.Of, other.Of, column)),
        (Struct one, Struct other) => new Struct(new Features(one.Fields.Keys.Union(other.Fields.Keys).Select(key =>
            KeyValuePair.Create(key, Join(FieldOf(one, key), FieldOf(other, key), column))))),
        _ => throw DataError.MixedShapes(column, left, right),
    };

    private static Feature FieldOf(Struct fields, string key) => fields.Fields.TryGetValue(key, out Feature? feature) ? feature : Value.Null;
}
