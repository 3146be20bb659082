using System.Data.Common;

namespace FineTune.Data;

/// <content>SQLite files.</content>
internal static partial class DataError
{
    public static InvalidOperationException NoSqlite(string path) => new(
        $"{path} is a SQLite file, but this program has nothing to read it with. Add the package Microsoft.Data.Sqlite and call "
        + $"DbProviderFactories.RegisterFactory(\"{SqliteFile.Provider}\", SqliteFactory.Instance), or use Dataset.FromSql with a connection of your own.");

    public static InvalidDataException WhichTable(string path, IReadOnlyList<string> tables) => new(
        tables.Count == 0
            ? $"{path} has no table. Check that it is the file you mean."
            : $"{path} has {tables.Count} tables, {List(tables)}: say which rows to read, such as --query \"SELECT * FROM {tables[0]}\".");

    public static InvalidDataException SqliteFailed(string path, string? query, DbException cause) => new(
        query is null
            ? $"{path} cannot be read as a SQLite file: {cause.Message}"
            : $"{path}: the query \"{query}\" failed: {cause.Message}",
        cause);
}
