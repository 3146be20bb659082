using System.Text;

namespace FineTune.Data;

/// <summary>Every message of data sets, collators and loaders: what happened, what was expected, what to type.</summary>
internal static partial class DataError
{
    public static KeyNotFoundException NoColumn(string name, IReadOnlyList<string> columns) => new(
        $"There is no column \"{name}\"; the columns are {List(columns)}.{Suggest(name, columns)}");

    public static ArgumentException DuplicateColumn(string name, IReadOnlyList<string> columns) => new(
        $"The column name \"{name}\" occurs more than once in {List(columns)}. Every column needs a name of its own: rename one of them.");

    public static ArgumentException NoClasses() => new("A ClassLabel needs at least one class. Pass the names, or how many there are.");

    public static ArgumentException DuplicateClass(string name, int first, int second) => new(
        $"The class name \"{name}\" stands at {first} and at {second}. Every class needs a name of its own: drop or rename one of them.");

    public static ArgumentException InvalidClassLabel(string value, ClassLabel label) => new(
        $"\"{value}\" is not a class label; expected one of {List(label.Names)}, or a number from -1 (missing) to {label.NumClasses - 1}."
        + Suggest(value, label.Names));

    public static ArgumentOutOfRangeException ClassOutOfRange(long id, ClassLabel label) => new(
        nameof(id), $"{id} is not a class; the {label.NumClasses} classes {List(label.Names)} have the numbers 0 to {label.NumClasses - 1}.");

    public static InvalidCastException WrongType(string column, object? value, Type wanted, string? place)
    {
        string where = place is null ? string.Empty : $" in {place}";
        string what = value is null
            ? $"The value of column \"{column}\"{where} is null"
            : $"The value of column \"{column}\"{where} is {ValueConversion.Show(value)} ({Name(value.GetType())})";
        string fix = value is null
            ? $"Drop such rows with dataset.Filter(row => row[\"{column}\"] is not null), or ask for a nullable type."
            : wanted == typeof(string)
                ? $"Convert the column with dataset.CastColumn(\"{column}\", Value.String), or ask for Get<{Name(value.GetType())}>."
                : $"Ask for Get<{Name(value.GetType())}>(\"{column}\"), or convert the column with dataset.CastColumn.";
        return new InvalidCastException($"{what}, but {Name(wanted)} was asked for. {fix}");
    }

    public static ArgumentException UnsupportedValue(string column, string place, Type type) => new(
        $"Column \"{column}\", {place}: a value of type {Name(type)} cannot be stored. Expected a number, a bool, a string, a dictionary "
        + "with string keys, null, or a list of one of those; convert it first.");

    public static ArgumentException MixedTypes(string column, string firstPlace, object first, string secondPlace, object second) => new(
        $"Column \"{column}\" mixes types: {firstPlace} has {ValueConversion.Show(first)} ({Name(first.GetType())}), but {secondPlace} has "
        + $"{ValueConversion.Show(second)} ({Name(second.GetType())}). Give every row the same type (integers and fractions may mix).");

    public static ArgumentOutOfRangeException RowOutOfRange(int row, int count) => new(
        nameof(row), row, $"There is no row {row}; the data set has {count} rows, numbered 0 to {count - 1}.");

    public static ArgumentException ColumnLengthsDiffer(string first, int firstCount, string second, int secondCount) => new(
        $"Column \"{first}\" has {firstCount} values but column \"{second}\" has {secondCount}. Every column needs one value a row.");

    public static ArgumentException NoProperties(Type type) => new(
        $"{type.Name} has no public property to make a column of. Give it properties, or use FromColumns or FromList.");

    public static ArgumentException NotAList(string column, object? values) => new(
        $"Column \"{column}\" is {ValueConversion.Show(values)}; expected an array or another list with one value a row.");

    public static ArgumentException OtherKeys(string place, IReadOnlyList<string> keys, string firstPlace, IReadOnlyList<string> expected) => new(
        $"{Capital(place)} has the keys {List(keys)}, but {firstPlace} has {List(expected)}. Every row needs the same keys; give null where "
        + "there is no value.");

    public static string Name(Type type) =>
        type == typeof(string) ? "string"
        : type == typeof(long) ? "long"
        : type == typeof(int) ? "int"
        : type == typeof(double) ? "double"
        : type == typeof(float) ? "float"
        : type == typeof(bool) ? "bool"
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : Nullable.GetUnderlyingType(type) is { } inner ? Name(inner) + "?"
        : type.Name;

    public static ArgumentException MapReturnedNull(string place, string firstPlace) => new(
        $"The function of Map returned null for {place} but a dictionary for {firstPlace} (or the other way round). Return a dictionary for "
        + "every row, or null for every row to run the function for its effect only.");

    public static InvalidOperationException RowFailed(string operation, string place, Exception cause) => new(
        $"{operation} failed at {place}: {cause.Message}", cause);

    public static ArgumentException BatchRowCount(int returned, int given, int firstRow, IReadOnlyList<string> kept) => new(
        $"The function of MapBatched returned {returned} rows for the {given} rows from row {firstRow} on, but the columns {List(kept)} stay "
        + $"and need {given}. Return {given} rows, or name those columns in removeColumns.");

    public static ArgumentException BatchKeysDiffer(int firstRow, IReadOnlyList<string> keys, IReadOnlyList<string> expected) => new(
        $"The function of MapBatched returned the columns {List(keys)} for the batch from row {firstRow} on, but {List(expected)} for the "
        + "first batch. Return the same columns for every batch.");

    public static ArgumentException SortDirections(int columns, int directions) => new(
        $"Sort got {columns} columns but {directions} directions. Give reverse one value a column, or leave it out.");

    public static ArgumentException CannotSort(string column, Feature feature) => new(
        $"Column \"{column}\" holds {feature}, whose values have no order. Use a column of numbers, truth values or texts.");

    public static ArgumentException CannotCast(string column, Feature from, Feature to) => new(
        $"Column \"{column}\" holds {from} and cannot become {to}. Numbers, truth values, texts and classes are converted to each other, times to texts and back, lists to lists, and objects to objects.");

    public static ArgumentException CannotConvert(string column, object value, Feature to, string place) => new(
        $"Column \"{column}\", {place}: {ValueConversion.Show(value)} cannot become "
        + (to is ClassLabel label
            ? $"a class; expected one of {List(label.Names)}, or a number from -1 (missing) to {label.NumClasses - 1}."
                + Suggest(value.ToString()!, label.Names)
            : to is Value { Dtype: { } dtype } && Dtypes.TryDecimal(dtype, out int precision, out int scale)
            ? $"{to}, which keeps {precision} digits, {scale} of them behind the point. Round or correct that row, drop it with Filter, or name a decimal of more digits."
            : $"{to}. Correct that row, or drop it with Filter."));

    public static ArgumentException NoClassNames(string column) => new(
        $"Column \"{column}\" has no value to name a class by: every row is null. Name a column of labels.");

    public static ArgumentOutOfRangeException NegativeSeed(long seed) => new(
        nameof(seed), seed, "A seed is 0 or more. Leave it out for another order every time.");

    public static ArgumentException StratifyWithoutShuffle() => new(
        "A stratified split draws rows at random, so it needs shuffle: true. Leave stratifyByColumn out to split in order.");

    public static ArgumentException StratifyNeedsClasses(string column, Feature feature) => new(
        $"Column \"{column}\" holds {feature}, but a split is stratified by classes. Convert it first: "
        + $"dataset.ClassEncodeColumn(\"{column}\").");

    public static ArgumentException ClassTooSmall(string column, long id, int row) => new(
        $"{(id == StratifiedSplit.Missing ? "No class (null)" : $"Class {id}")} of column \"{column}\" has a single row (row {row}), but a stratified split needs at least 2 rows of every class. "
        + "Add rows, drop that one, or leave stratifyByColumn out.");

    public static ArgumentException FewerRowsThanClasses(int train, int test, int classes) => new(
        $"The split would give {train} train rows and {test} test rows for {classes} classes, but a stratified split needs at least one row "
        + "of every class in both parts. Make the smaller part larger.");

    public static ArgumentException SplitOutOfRange(string name, SplitSize size, int rows) => new(
        $"{name} {size} is out of range: expected a fraction between 0 and 1 (such as 0.2), or a number of rows from 1 to {rows - 1}.");

    public static ArgumentException SplitTooLarge(string what) => new($"{what}. Reduce one of the two, or leave it out.");

    public static ArgumentException EmptyTrainPart(int rows, int test) => new(
        $"Of {rows} rows, {test} would be for testing and none for training. Give trainSize, or a smaller testSize.");

    public static KeyNotFoundException NoSplit(string name, IReadOnlyList<string> splits) => new(
        $"There is no split \"{name}\"; the splits are {List(splits)}.{Suggest(name, splits)}");

    public static ArgumentException NoLength(string place, string input, IReadOnlyList<string> keys, string lengthColumn) => new(
        $"{Capital(place)} has no list \"{input}\" to measure; it has {List(keys)}. Tokenize the data set first, or give it a column "
        + $"\"{lengthColumn}\" of lengths.");

    public static ArgumentException EmptyBatch() => new("A batch needs at least one example.");

    public static ArgumentException NullInBatch(string column, string place) => new(
        $"Column \"{column}\" is null in {place}, and a tensor cannot hold that. Drop such rows with "
        + $"dataset.Filter(row => row[\"{column}\"] is not null), or remove the column.");

    public static ArgumentException MissingInBatch(string column, string place, IReadOnlyList<string> keys) => new(
        $"{Capital(place)} has no \"{column}\", which the first example of the batch has; it has {List(keys)}. Give every example the same "
        + "keys.");

    public static ArgumentException Ragged(string column, string firstPlace, string first, string place, string value) => new(
        $"Column \"{column}\" cannot become one tensor: {firstPlace} has {first}, but {place} has {value}. Only input_ids, attention_mask, "
        + "token_type_ids and special_tokens_mask are padded, by DataCollatorWithPadding; give other columns equal lengths or remove them, and "
        + "pass truncation: true to the tokenizer if texts are longer than the maximum.");

    public static ArgumentException NotNumeric(string column, object value, string place) => new(
        $"Column \"{column}\", {place}: {ValueConversion.Show(value)} is not a number, and a tensor holds nothing else. Remove the column "
        + $"(dataset.RemoveColumns(\"{column}\")), or turn texts into class numbers (dataset.ClassEncodeColumn(\"{column}\")).");

    public static ArgumentException NoPadToken() => new(
        "The tokenizer has no padding token, so texts of different length cannot become one batch. Load it with "
        + "new TokenizerOptions { PadToken = \"[PAD]\" }, or collate with Padding = false and texts of equal length.");

    public static ArgumentException NoMainInput(string name, string place, IReadOnlyList<string> keys) => new(
        $"{Capital(place)} has no \"{name}\", which the tokenizer names as the model's input; it has {List(keys)}. Encode the texts first: "
        + "dataset.Map(row => tokenizer.Encode(row.Get<string>(\"text\"), truncation: true)).");

    public static ArgumentException NotAnIdList(string column, object value, string place) => new(
        $"Column \"{column}\", {place}: expected a list of whole numbers, but it is {ValueConversion.Show(value)}. Let the tokenizer make it.");

    public static ArgumentException LongerThanMaximum(string place, int length, int maxLength) => new(
        $"{Capital(place)} has {length} tokens, more than MaxLength {maxLength}, and a collator does not cut. Pass truncation: true and "
        + $"maxLength: {maxLength} to the tokenizer.");

    public static InvalidDataException BytesInJson(byte[] bytes) => new(
        $"A value of {bytes.Length} bytes is no text in UTF-8, and JSON holds nothing else. Write parquet (ToParquet), or remove the column.");

    public static ArgumentException HalfCharacter(string place, string text) => new(
        $"{place}: {Escaped(text)} holds half a character, which no file can keep: what \\ud800 to \\udfff write comes in pairs, such as \\ud83d\\ude00, and "
        + "a text cut in between is broken. Cut texts between whole characters, or take the half out with Map.");

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The first names in quotes, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> names)
    {
        StringBuilder text = new();
        text.AppendJoin(", ", names.Take(12).Select(name => "\"" + name + "\""));
        return names.Count > 12 ? text.Append($" and {names.Count - 12} more").ToString() : text.ToString();
    }

    /// <summary>A text with halves of characters as JSON writes them; they cannot be shown.</summary>
    private static string Escaped(string text) =>
        string.Concat(ValueConversion.Show(text).Select(letter => char.IsSurrogate(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()));

    public static string Suggest(string name, IReadOnlyList<string> candidates) =>
        NearestName.Find(name, candidates) is { } nearest ? $" Did you mean \"{nearest}\"?" : string.Empty;
}
