namespace FineTune.Data;

/// <content>Files that cannot be read.</content>
internal static partial class DataError
{
    public static ArgumentException UnknownExtension(string path, string extension) => new(
        $"{path}: the extension \"{extension}\" says nothing about the format; expected one of {FormatEndings.List}. Use "
        + "Dataset.LoadCsv, LoadTsv, LoadJson, LoadText, LoadParquet or LoadArrow for a file of another name.");

    /// <summary>A binary file that cannot be read: it is damaged, or uses what is not supported.</summary>
    public static InvalidDataException Damaged(string path, string? place, Exception cause)
    {
        string where = place is null ? path : $"{path}, {place}";
        return cause is NotSupportedException or NotImplementedException
            ? new InvalidDataException($"{where} cannot be read: {Sentence(cause.Message)}", cause)
            : new InvalidDataException($"{where} is damaged or incomplete: {Sentence(cause.Message)} Copy or download the file again.", cause);
    }

    public static InvalidDataException DamagedPacking(string path, string kind, Exception cause) => new(
        $"{path} begins like a file packed by {kind} but cannot be unpacked: {Sentence(cause.Message)} Copy or download the file again.", cause);

    public static InvalidDataException UnsupportedPacking(string path, string kind, string command) => new(
        $"{path} is packed by {kind}, which is not supported. Pack it again by gzip or zstandard: {command} {path}, then gzip or zstd.");

    public static InvalidDataException TimeOutOfRange(long value, string kind, Exception cause) => new(
        $"{value} is a {kind} outside the years 1 to 9999, which .NET cannot hold. Drop such rows, or cast the column to int64 where it was "
        + "written.", cause);

    public static FileNotFoundException NoFile(string path) => new(
        $"There is no file {path} (looked in {Directory.GetCurrentDirectory()}). Check the path{NearestFile(path)}.", path);

    public static InvalidDataException NoPlainFile(string path) => new(
        $"{path} is a pipe or a device, which can be read only once. Write its content to a file first, and name that.");

    public static InvalidDataException EmptyFile(string path) => new(
        $"{path} is empty. Expected a header line and rows, or JSON; check that the file was written completely.");

    public static InvalidDataException Utf16(string path) => new(
        $"{path} begins with the byte order mark of UTF-16, but data files are UTF-8. Save it as UTF-8: iconv -f UTF-16 -t UTF-8.");

    public static InvalidDataException Utf16WithoutMark(string path) => new(
        $"{path}: every other byte of its beginning is 0, as in UTF-16, but data files are UTF-8. Save it as UTF-8: iconv -f UTF-16LE -t UTF-8 (or UTF-16BE).");

    public static InvalidDataException NotUtf8(string path, int line, long column, long position, byte value) => new(
        $"{path}, line {line}, byte {column + 1} of the line (byte {position} of the file): 0x{value:X2} is not UTF-8. Save the file as UTF-8; if "
        + "it was written on an old Windows, iconv -f WINDOWS-1252 -t UTF-8 does it.");

    public static InvalidDataException DuplicateHeader(string path, string name, int first, int second) => new(
        $"{path}: the columns {first} and {second} are both called \"{name}\". Give every column a name of its own in the first line.");

    public static InvalidDataException RaggedRow(string path, int line, string[] values, string[] names, string sep, bool quoting)
    {
        string separator = sep == "\t" ? "a tab" : "\"" + sep + "\"";
        string fix = values.Length < names.Length
            ? "Add what is missing, or check the separator."
            : quoting
                ? $"Put a value that holds {separator} in double quotes."
                : $"A value must not hold {separator}; remove it, or use a .csv file, where values may be quoted.";
        string last = values.Length == 0 ? string.Empty : $"; the last is {ValueConversion.Show(values[^1])}";
        return new InvalidDataException(
            $"{path}, line {line}: {Count(values.Length, "value")}, but the file has {Count(names.Length, "column")} ({List(names)}){last}. {fix}");
    }

    public static ArgumentException NoSeparator() => new("Sep of CsvOptions is empty; expected the text that stands between two values, such as \",\", \";\" or \"\\t\".");

    public static ArgumentException NegativeSkipRows(int skipRows) => new(
        $"SkipRows of CsvOptions is {skipRows}; expected how many lines to pass over before the header: 0 or more.");

    public static InvalidDataException OpenQuote(string path, int line) => new(
        $"{path}, line {line}: a value begins with a double quote that is never closed, so the rest of the file would belong to it. Close it, or "
        + "double it (\"\") if it belongs to the text.");

    public static InvalidDataException BrokenJson(string path, long line, Exception cause) => new(
        $"{path}, line {line} is not JSON: {cause.Message} Expected an object a line, a list of objects, or one object of columns.", cause);

    public static InvalidDataException NoJsonField(string path, string field, IReadOnlyList<string> keys) => new(
        keys.Count == 0
            ? $"{path} is not an object, so it has no field \"{field}\". Leave field out."
            : $"{path} has no field \"{field}\"; it has {List(keys)}.{Suggest(field, keys)}");

    public static InvalidDataException NoJsonRows(string path, string kind) => new(
        $"{path} holds a {kind.ToLowerInvariant()}; expected a list of rows or an object of columns.");

    public static InvalidDataException NotAJsonRow(string path, string place, string value) => new(
        $"{path}, {place}: {Shorten(value)} is not a row. Expected an object such as {{\"text\": \"...\", \"label\": 0}}.");

    public static InvalidDataException NotAJsonColumn(string path, string name, string value) => new(
        $"{path}: the file is one object, so each of its keys is a column, but \"{name}\" is {Shorten(value)}. Expected a list of values; if the "
        + "object is a row, write it on one line; if a key holds the rows, pass it as field.");

    public static InvalidDataException JsonColumnLength(string path, string name, int count, string first, int firstCount) => new(
        $"{path}: column \"{name}\" has {Count(count, "value")} but column \"{first}\" has {firstCount}. Every column needs one value a row.");

    public static InvalidDataException HalfACharacter(string path, string place, string column, string value, Exception cause) => new(
        $"{path}, {place}: column \"{column}\" holds {Shorten(value)}, in which half a character stands alone: what \\ud800 to \\udfff writes comes in pairs, such "
        + "as \\ud83d\\ude00, and a text cut in between is broken. Write the whole character, or take the half out.", cause);

    public static InvalidDataException NoListsInCsv(string path, string name, Feature wanted) => new(
        $"{path}: column \"{name}\" is said to hold {wanted}, but a cell of a csv file is a text, a number or a truth value. Keep lists and objects in a "
        + "JSON, parquet or arrow file, or read the column as string and take it apart with Map.");

    private static string Sentence(string text) => text.EndsWith('.') || text.EndsWith('!') ? text : text + ".";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private static string NearestFile(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return folder is not null && Directory.Exists(folder)
            && NearestName.Find(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)) is { } near
                ? $"; did you mean {near}?"
                : string.Empty;
    }
}
