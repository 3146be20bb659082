using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Data;

/// <summary>
/// The columns of a data set as the reference writes them in JSON: in <c>dataset_info.json</c>, and in the metadata of parquet and Arrow
/// files. Older forms are read as well.
/// </summary>
internal static class FeaturesJson
{
    private const string TypeKey = "_type";

    public static Features Read(JsonNode? node) => node is JsonObject columns
        ? new Features(columns.Select(column => KeyValuePair.Create(column.Key, ReadFeature(column.Value))))
        : throw DataError.BadFeature("features", node, "an object with an entry for each column");

    public static JsonObject Write(Features features) =>
        new(features.Select(column => KeyValuePair.Create(column.Key, (JsonNode?)WriteFeature(column.Value))));

    /// <summary>A value of the type of that name.</summary>
    public static Value ReadDtype(string dtype) => Dtypes.Normalize(dtype) is { } known ? new Value(known) : throw DataError.UnknownDtype(dtype);

    public static string Text(JsonObject feature, string key) => AsText(feature[key], key);

    public static string AsText(JsonNode? node, string key) => node?.GetValueKind() == JsonValueKind.String
        ? node.GetValue<string>()
        : throw DataError.BadFeature(key, node, "a text");

    /// <summary>A list of objects is kept as an object of lists where the data set says <c>Sequence</c>, the name before <c>List</c>.</summary>
    public static Feature ReadSequence(Feature of, int length) => of is Struct { ReferenceType: null } fields
        ? new Struct(new Features(fields.Fields.Select(field => KeyValuePair.Create(field.Key, (Feature)new Sequence(field.Value) { Length = length }))))
        : new Sequence(of) { Length = length };

    private static Feature ReadFeature(JsonNode? node) => node switch
    {
        JsonArray { Count: 1 } list => new Sequence(ReadFeature(list[0])),
        JsonObject fields when !IsType(fields) => new Struct(Read(fields)),
        JsonObject feature => ReadTyped(feature, Text(feature, TypeKey)),
        _ => throw DataError.BadFeature("a feature", node, "an object with the key \"_type\""),
    };

    /// <summary>A column may itself be called <c>_type</c>; then that entry is an object.</summary>
    private static bool IsType(JsonObject node) => node[TypeKey]?.GetValueKind() == JsonValueKind.String;

    private static Feature ReadTyped(JsonObject feature, string type) => type switch
    {
        "Value" => ReadDtype(Text(feature, "dtype")),
        "ClassLabel" => ReadClasses(feature),
        "List" => new Sequence(ReadFeature(feature["feature"])) { Length = Length(feature) },
        "LargeList" => new Sequence(ReadFeature(feature["feature"])) { IsLarge = true },
        "Sequence" => ReadSequence(ReadFeature(feature["feature"]), Length(feature)),
        _ => RichTypes.Storage(type, feature) ?? throw DataError.UnknownFeatureType(type),
    };

    private static int Length(JsonObject feature) => feature["length"] switch
    {
        null => -1,
        { } length when int.TryParse(JsonText.WriteLine(length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        { } other => throw DataError.BadFeature("length", other, "a whole number"),
    };

    private static ClassLabel ReadClasses(JsonObject feature) => feature["names"] is JsonArray { Count: > 0 } names
        ? new ClassLabel([.. names.Select(name => AsText(name, "names"))])
        : throw DataError.BadFeature("names", feature["names"], "a list of the names of the classes");

    private static JsonObject WriteFeature(Feature feature) => feature switch
    {
        { ReferenceType: { } rich } => JsonText.ReadObject(rich),
        ClassLabel label => new() { ["names"] = new JsonArray([.. label.Names.Select(name => (JsonNode)name)]), [TypeKey] = "ClassLabel" },
        Sequence { IsLarge: true } list => new() { ["feature"] = WriteFeature(list.Of), [TypeKey] = "LargeList" },
        Sequence { Length: < 0 } list => new() { ["feature"] = WriteFeature(list.Of), [TypeKey] = "List" },
        Sequence list => new() { ["feature"] = WriteFeature(list.Of), ["length"] = list.Length, [TypeKey] = "List" },
        Struct fields => Write(fields.Fields),
        Value value => new() { ["dtype"] = value.Dtype, [TypeKey] = "Value" },
        _ => throw new InvalidOperationException($"{feature.GetType().Name} has no JSON form."),
    };
}
