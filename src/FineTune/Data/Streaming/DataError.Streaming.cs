using System.Text.Json.Nodes;

namespace FineTune.Data;

/// <content>Examples that are streamed.</content>
internal static partial class DataError
{
    public static InvalidDataException OtherStreamState(string step, JsonNode? state) => new(
        $"The state is of another data set: where this one has {step}, it is {Shorten(state?.ToJsonString() ?? "null")}. Make the data set with the "
        + "same steps, in the same order, as when the state was saved.");

    public static ArgumentException UnknownColumns(string place, IReadOnlyList<string> unknown, IReadOnlyList<string> columns) => new(
        $"{Capital(place)} has the columns {List(unknown)}, but only {List(columns)} are known. Name them in the features, or leave them out with "
        + "RemoveColumns.");

    public static ArgumentException MoreShardsThanRows(int shards, int rows) => new(
        $"{rows} rows cannot be divided into {shards} shards. Ask for at most {rows}.");

    public static ArgumentException ColumnTooShort(string column, int count) => new(
        $"Column \"{column}\" was added with {count} values, but there are more rows. Give one value a row.");

    public static InvalidOperationException UnknownFeatures(string what) => new(
        $"{what} needs to know the columns, but the data set gives no example and nobody said what it holds. Say it with Cast(features).");

    public static ArgumentException BatchedExamples(string place, int rows, IReadOnlyList<string> kept, int given) => new(
        $"The function of MapBatched returned {rows} rows for {place}, but the columns {List(kept)} stay and have {given}. Return {given} rows, or "
        + "name those columns in removeColumns.");

    public static InvalidDataException LaterRows(string file, int rows, Exception cause) => new(
        $"{cause.Message} The first {rows} rows of {file} decided what its columns hold, since it is read as a stream; say it instead: "
        + "features in the options, or Cast(features).", cause);
}
