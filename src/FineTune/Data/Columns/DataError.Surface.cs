namespace FineTune.Data;

/// <content>What changes rows and columns.</content>
internal static partial class DataError
{
    public static ArgumentException OtherColumns(IReadOnlyList<string> columns, IReadOnlyList<string> wanted) => new(
        $"The data set has the columns {List(columns)}, but the features name {List(wanted)}. Cast needs exactly the columns there are: use "
        + "RemoveColumns or AddColumn first, or CastColumn for one of them.");

    public static ArgumentException NoClassesToAlign(string column, Feature feature) => new(
        $"Column \"{column}\" holds {feature}, but only classes can be renumbered. Convert it first: dataset.ClassEncodeColumn(\"{column}\").");

    public static ArgumentException ClassNotInMapping(string column, string name, IReadOnlyList<string> names) => new(
        $"Column \"{column}\" has the class \"{name}\", but the mapping has only {List(names)}.{Suggest(name, names)}");

    public static ArgumentException TransformRows(string place, int rows) => new(
        $"The transform returned {rows} rows for {place}. It gets one row at a time, and returns lists of one value.");
}
