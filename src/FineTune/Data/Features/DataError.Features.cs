using System.Text.Json.Nodes;

namespace FineTune.Data;

/// <content>Descriptions of columns that cannot be read.</content>
internal static partial class DataError
{
    public static InvalidDataException BadFeature(string key, JsonNode? found, string expected) => new(
        $"The description of a data set's columns is wrong: \"{key}\" is {(found is null ? "missing" : Shorten(JsonText.WriteLine(found)))}; "
        + $"expected {expected}.");

    public static InvalidDataException UnknownDtype(string dtype) => new(
        $"The description of a data set's columns names the type \"{Shorten(dtype)}\", which does not exist. Expected one such as \"string\", "
        + "\"int64\", \"float32\", \"bool\", \"timestamp[us]\" or \"decimal128(10, 2)\".");

    public static InvalidDataException UnknownFeatureType(string type) => new(
        $"The description of a data set's columns names the feature \"{Shorten(type)}\", which does not exist. Expected one of "
        + $"{List(["Value", "ClassLabel", "List", "LargeList", "Sequence", .. RichTypes.Names])}.");
}
