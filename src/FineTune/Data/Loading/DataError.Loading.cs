using System.Text.Json.Nodes;

namespace FineTune.Data;

/// <content>Data sets that cannot be loaded by name. Where users search for the reference's words, these are they.</content>
internal static partial class DataError
{
    public static ArgumentException BadInstruction(string part) => new(
        $"Unrecognized instruction format: {part}. Expected a split such as train, train[:100], train[10%:20%] or train[-5:], several joined by +.");

    public static ArgumentException UnknownRounding(string rounding) => new(
        $"rounding must be either closest or pct1_dropremainder, but it is \"{rounding}\". Leave the parentheses out for closest.");

    public static ArgumentException RoundingWithoutPercent(string part) => new(
        $"It is forbidden to specify rounding if not using percent slicing: {part}. Leave the parentheses out, or give the bounds in percent.");

    public static ArgumentException MixedRounding(string spec) => new(
        $"It is forbidden to sum ReadInstruction instances with different rounding values: {spec}. Give (pct1_dropremainder) to all of them or none.");

    public static ArgumentException PercentOutOfRange(string part) => new(
        $"Percent slice boundaries must be > -100 and < 100: {part}. Leave a bound out to mean the beginning or the end.");

    public static ArgumentException TooFewRowsForPercent(string split, int rows) => new(
        "Using \"pct1_dropremainder\" rounding on a split with less than 100 elements is forbidden: it always results in an empty dataset. "
        + $"Split \"{split}\" has {Count(rows, "row")}; leave (pct1_dropremainder) out.");

    public static ArgumentException UnknownSplit(string split, IReadOnlyList<string> available) => new(
        $"Unknown split \"{split}\". Should be one of {PythonList(available)}.{Suggest(split, available)}");

    public static ArgumentException NoRowsInSlice(string spec, DatasetDict splits) => new(
        $"Instruction \"{spec}\" corresponds to no data! The rows are {string.Join(", ", splits.NumRows.Select(pair => $"{pair.Key}: {pair.Value}"))}.");

    public static ArgumentException StarsInsideSegment(string pattern) => new(
        $"Invalid pattern: '**' can only be an entire path component, but the pattern is {pattern}. Write **/*.csv for files of every folder.");

    public static ArgumentException DuplicateSplit(string split) => new($"The split \"{split}\" occurs twice in DataFiles. Give all its paths in one list.");

    public static ArgumentException EmptyDataFiles() => new(
        "Empty 'data_files': it should be either non-empty or null (default). Give at least one path for every split.");

    public static ArgumentException WrongSplitName(string split) => new(
        $"Split name should match '^\\w+(\\.\\w+)*$' but got '{split}'. Use letters, digits, underscores and single dots between them.");

    public static FileNotFoundException NoDataFile(string path, string root) => new($"Unable to find '{Shown(path)}' in {root}. Check the path.", Shown(path));

    public static FileNotFoundException NoMatch(IReadOnlyList<string> patterns, string root) => new(
        $"No (supported) data files found in {root} for {string.Join(" or ", patterns.Take(4).Select(pattern => $"'{Shown(pattern)}'"))}. Check the pattern; the "
        + $"extensions that are read are {FormatEndings.List}.");

    public static FileNotFoundException NoDataFiles(string root) => new(
        $"The directory at {root} doesn't contain any data files: none is {FormatEndings.List}. Check the folder, or name the files with DataFiles.");

    public static FileNotFoundException NoKnownDataFiles(string name) => new(
        $"No (supported) data files found in {name}: none is {FormatEndings.List}. Name the files with DataFiles, or convert them.");

    public static IOException DatasetScript(string script, string name) => new(
        $"Dataset scripts are no longer supported, but found {script}. Code of a data set is never run; the Hub keeps many such data sets as parquet: "
        + $"load \"{name}\" with Revision = \"refs/convert/parquet\".");

    public static ArgumentException NoDataFilesGiven(PackagedReader reader) => new(
        $"Please specify the data files or data directory to load for the {reader} dataset builder. For example dataFiles: "
        + $"new() {{ [\"train\"] = [\"path/to/data/train/*{reader.Extensions[0]}\"] }}.");

    public static InvalidDataException UnreadFormat(string name, string extension, string kind, IReadOnlyList<PackagedReader> readers) => new(
        $"The data files of {name} are mostly {extension} files ({kind}), which FineTune does not read. It reads "
        + $"{string.Join(", ", readers.Select(reader => reader.Name).Order(StringComparer.Ordinal))}; name such files with DataFiles if the data set has some.");

    public static ArgumentException UnreadBuilder(string name, IReadOnlyList<PackagedReader> readers) => new(
        $"FineTune has no reader \"{name}\"; it has {string.Join(", ", readers.Select(reader => reader.Name).Order(StringComparer.Ordinal))}.");

    public static InvalidDataException SeveralFormats(string name, IReadOnlyList<string> formats) => new(
        $"Couldn't infer the same data file format for all splits of {name}. Got {string.Join(", ", formats)}. Name the files of one format with DataFiles.");

    public static ArgumentException ConfigIsMissing(string name, IReadOnlyList<string> configs) => new(
        $"Config name is missing.\nPlease pick one among the available configs: {PythonList(configs)}\nExample of usage:\n\t"
        + $"`LoadDataset(\"{name}\", \"{configs[0]}\")`");

    public static ArgumentException NoConfig(string config, IReadOnlyList<string> available) => new(
        $"BuilderConfig '{config}' not found. Available: {PythonList(available)}.{Suggest(config, available)}");

    public static InvalidDataException SeveralDefaults(string first, string second) => new(
        $"Dataset has several default configs: '{first}' and '{second}'. Name the one to load.");

    public static InvalidDataException ConfigsAreNoList(string name, string found) => new(
        $"Expected configs to be a list, but {name}/README.md has {Shorten(found)}. Name the files with DataFiles to load it all the same.");

    public static InvalidDataException ConfigWithoutName(string name, string found) => new(
        $"Each config must include `config_name` field with a string name of a config, but {name}/README.md has {Shorten(found)}.");

    public static InvalidDataException BadDataFiles(string name, JsonNode? found) => new(
        "Expected data_files in YAML to be either a string or a list of strings or a list of dicts with two keys: 'split' (letters, digits and "
        + $"underscores) and 'path', but {name}/README.md has {Shorten(found?.ToJsonString() ?? "null")}.");

    public static InvalidDataException SplitsTwice(string name, IReadOnlyList<string> splits) => new(
        $"Some splits are duplicated in data_files of {name}/README.md: {PythonList(splits)}.");

    public static ArgumentException OptionOfAnotherFormat(string option, string format, PackagedReader reader) => new(
        $"{option} says how {format} files are read, but these are {reader} files. Leave it out, or name {format} files with DataFiles.");

    public static InvalidDataException ReaderOptionNotSupported(string config, string key, JsonNode value, PackagedReader reader) => new(
        $"Configuration \"{config}\" wants its files read with {key}: {Shorten(value.ToJsonString())}, which the {reader} reader does not know. Load them with "
        + $"LoadDataset(\"{reader}\", dataFiles: ...) or Dataset.Load and convert them.");

    public static InvalidDataException SeparatorPattern(string config, string key, string sep) => new(
        $"Configuration \"{config}\" has {key}: {Shorten(sep)}, which pandas takes for a regular expression; a separator is read as it stands. "
        + "A tab is \"\\t\" in double quotes. If files are separated by a pattern, download and convert them.");

    public static InvalidDataException BadReaderOption(string config, string key, JsonNode value, string expected) => new(
        $"Configuration \"{config}\" has {key}: {Shorten(value.ToJsonString())}, but {expected} was expected.");

    public static InvalidDataException OtherColumns(string source, Features found, Features expected) => new(
        $"Couldn't cast\n{Lines(found)}\nto\n{Lines(expected)}\nbecause column names don't match: {Difference(found, expected)}.\nThis happened with "
        + $"{source}. All the data files must have the same columns: edit the files, or load those that have with DataFiles.");

    public static InvalidDataException CannotCastTable(string source, Features found, Features expected, Exception cause) => new(
        $"Couldn't cast\n{Lines(found)}\nto\n{Lines(expected)}\nThis happened with {source}. {cause.Message}", cause);

    public static InvalidDataException ExpectedMoreSplits(string name, IReadOnlyList<string> missing) => new(
        $"ExpectedMoreSplitsError: {name} says it has the splits {PythonList(missing)}, but no file belongs to them. {NoChecksAdvice}");

    public static InvalidDataException UnexpectedSplits(string name, IReadOnlyList<string> unexpected) => new(
        $"UnexpectedSplitsError: {name} has files of the splits {PythonList(unexpected)}, of which it says nothing. {NoChecksAdvice}");

    public static InvalidDataException NonMatchingSplitsSizes(string name, IReadOnlyList<(string Split, long Expected, int Rows)> wrong) => new(
        "NonMatchingSplitsSizesError: "
        + string.Join("; ", wrong.Select(split => $"split \"{split.Split}\" of {name} should have {split.Expected} rows, but {split.Rows} were read"))
        + $". {NoChecksAdvice}");

    public static InvalidDataException SavedToDisk(string path) => new(
        $"You are trying to load a dataset that was saved using `save_to_disk`. Please use `Dataset.LoadFromDisk(\"{path}\")` instead.");

    public static ArgumentException PathIsFile(string path) => new(
        $"\"{path}\" is a file, but a folder, the id of a data set or the name of a reader was expected. Read it with "
        + $"LoadDataset(\"{PackagedReaders.OfFile(path)?.Name ?? "csv"}\", dataFiles: \"{path}\").");

    private const string NoChecksAdvice = "Set VerificationMode = VerificationMode.NoChecks to load it all the same.";

    /// <summary>Names as the reference prints a list.</summary>
    private static string PythonList(IReadOnlyList<string> names) => "[" + string.Join(", ", names.Select(name => "'" + name + "'")) + "]";

    private static string Lines(Features features) => string.Join("\n", features.Select(column => $"{column.Key}: {column.Value}"));

    private static string Difference(Features found, Features expected)
    {
        string[] extra = [.. found.Keys.Except(expected.Keys, StringComparer.Ordinal)];
        string[] missing = [.. expected.Keys.Except(found.Keys, StringComparer.Ordinal)];
        return string.Join(" and ", new[]
        {
            extra.Length > 0 ? $"{Count(extra.Length, "new column")} ({List(extra)})" : null,
            missing.Length > 0 ? $"{Count(missing.Length, "missing column")} ({List(missing)})" : null,
        }.OfType<string>());
    }
}
