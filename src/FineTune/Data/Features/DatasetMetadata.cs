using System.Text.Json.Nodes;

namespace FineTune.Data;

/// <summary>What a data set adds to the metadata of parquet and Arrow files: <c>{"info": {"features": {...}}}</c>.</summary>
internal static class DatasetMetadata
{
    public const string Key = "huggingface";

    /// <summary>Reads the columns' meaning; null if the metadata does not say it.</summary>
    /// <exception cref="InvalidDataException">It is not JSON, or not a description of columns.</exception>
    public static Features? Features(string metadata)
    {
        try
        {
            return JsonText.Read(metadata)?["info"] is JsonObject info && info["features"] is JsonObject features ? FineTune.Features.FromJson(features) : null;
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"The metadata \"{Key}\" is not JSON: {error.Message}", error);
        }
        catch (ArgumentException error)
        {
            // Names that occur twice: of a class, a column, a language.
            throw new InvalidDataException($"The metadata \"{Key}\" does not describe columns: {error.Message}", error);
        }
    }

    public static string Of(Features features) =>
        JsonText.WriteLine(new JsonObject { ["info"] = new JsonObject { ["features"] = features.ToJson() } });
}
