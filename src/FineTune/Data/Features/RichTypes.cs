using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Data;

/// <summary>
/// The reference's types for pictures, sound, translations and the like. Here they are what they are stored as; what the reference calls
/// them is kept, so that writing a data set again does not lose it.
/// </summary>
internal static class RichTypes
{
    private static readonly string[] s_files =
        ["Image", "Audio", "Video", "Pdf", "Nifti", "Mesh", "BioSequence", "BioStructure"];

    /// <summary>Gets all names, for an error.</summary>
    public static IEnumerable<string> Names =>
        [.. s_files, "Json", "Translation", "TranslationVariableLanguages", "Array2D", "Array3D", "Array4D", "Array5D"];

    /// <summary>Gets the name as a README writes it: <c>BioSequence</c> is <c>bio_sequence</c>, <c>Array2D</c> is <c>array2_d</c>.</summary>
    public static string YamlName(string type) => type.StartsWith("Array", StringComparison.Ordinal)
        ? $"array{type[5]}_d"
        : JsonNamingPolicy.SnakeCaseLower.ConvertName(type);

    /// <summary>Gets how a type is stored; null if there is no such type.</summary>
    public static Feature? Storage(string type, JsonObject feature)
    {
        Feature? storage = type switch
        {
            "Json" => Value.String,
            "Translation" => Fields(Strings(feature, "languages").Select(language => (language, (Feature)Value.String))),
            "TranslationVariableLanguages" => Fields([("language", new Sequence(Value.String)), ("translation", new Sequence(Value.String))]),
            "Array2D" or "Array3D" or "Array4D" or "Array5D" => Nested(feature, type[5] - '0'),
            _ when s_files.Contains(type) => Fields([("bytes", new Value("binary")), ("path", Value.String)]),
            _ => null,
        };
        return storage is null ? null : storage with { ReferenceType = JsonText.WriteLine(feature) };
    }

    private static Feature Nested(JsonObject feature, int dimensions)
    {
        Feature element = FeaturesJson.ReadDtype(FeaturesJson.Text(feature, "dtype"));
        for (int i = 0; i < dimensions; i++)
        {
            element = new Sequence(element);
        }

        return element;
    }

    private static Struct Fields(IEnumerable<(string Name, Feature Feature)> fields) =>
        new(new Features(fields.Select(field => KeyValuePair.Create(field.Name, field.Feature))));

    private static IEnumerable<string> Strings(JsonObject feature, string key) => feature[key] is JsonArray list
        ? list.Select(item => FeaturesJson.AsText(item, key))
        : throw DataError.BadFeature(key, feature[key], "a list of texts");
}
