using System.Text.Json.Nodes;

namespace FineTune;

/// <summary>
/// What predicting needs to repeat what training did, and no file of the reference says. The rule: <c>train</c> writes it beside every model it
/// saves; evaluation, prediction and pipelines of the folder go by it where nothing else is asked for. Where columns are not in a file, they are looked for as always.
/// </summary>
/// <remarks>Labels and kind of problem are in <c>config.json</c>. What stands between the values of a csv file is the file's, and not the model's.</remarks>
internal sealed record SavedInputs
{
    public const string FileName = "finetune_inputs.json";

    /// <summary>Gets the columns the texts came from.</summary>
    public required IReadOnlyList<string> TextColumns { get; init; }

    /// <summary>Gets what joined them, or null.</summary>
    public string? TextColumnDelimiter { get; init; }

    public required string LabelColumn { get; init; }

    /// <summary>Gets how cells with several labels were read: auto, single, names or multi_hot.</summary>
    public required string LabelFormat { get; init; }

    /// <summary>Gets how many tokens texts were cut to.</summary>
    public required int MaxSeqLength { get; init; }

    public required bool PadToMaxLength { get; init; }

    /// <summary>Reads what lies beside a model, by its folder or its name on the Hub; null when there is nothing.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static SavedInputs? OfModel(string model, HubOptions? hub) => Find(PretrainedFiles.Config(model, hub).Path);

    /// <summary>Reads what lies beside a model; null when there is nothing, as beside one of the reference.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static SavedInputs? Find(string? folder)
    {
        string path = Path.Combine(folder ?? string.Empty, FileName);
        if (folder is null || !File.Exists(path))
        {
            return null;
        }

        try
        {
            JsonObject json = JsonText.ReadObject(File.ReadAllText(path));
            return new SavedInputs
            {
                TextColumns = [.. json["text_columns"]!.AsArray().Select(name => name!.GetValue<string>())],
                TextColumnDelimiter = json["text_column_delimiter"]?.GetValue<string>(),
                LabelColumn = json["label_column"]!.GetValue<string>(),
                LabelFormat = json["label_format"]!.GetValue<string>(),
                MaxSeqLength = (int)json["max_seq_length"]!.GetValue<long>() is > 0 and { } length ? length : throw new FormatException("max_seq_length is not positive."),
                PadToMaxLength = json["pad_to_max_length"]!.GetValue<bool>(),
            };
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or NullReferenceException or IOException)
        {
            throw new InvalidDataException($"{path} is damaged: {exception.Message} Copy it again from where the model came from, or delete it and say with flags how texts are read.", exception);
        }
    }

    public string ToText() => JsonText.Write(new JsonObject
    {
        ["text_columns"] = new JsonArray([.. TextColumns.Select(name => JsonValue.Create(name))]),
        ["text_column_delimiter"] = TextColumnDelimiter,
        ["label_column"] = LabelColumn,
        ["label_format"] = LabelFormat,
        ["max_seq_length"] = MaxSeqLength,
        ["pad_to_max_length"] = PadToMaxLength,
        ["truncation"] = true,
        ["version"] = 1,
    }) + "\n";
}
