using System.Data.Common;

namespace FineTune.Data;

/// <summary>
/// Reads a SQLite file through whatever ADO.NET provider the program has registered: SQLite is a native library, which this one does not
/// bring along.
/// </summary>
internal static class SqliteFile
{
    /// <summary>The name under which a provider is looked for.</summary>
    public const string Provider = "Microsoft.Data.Sqlite";

    /// <summary>Gets the endings of such files.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".db", ".sqlite", ".sqlite3"];

    public static bool Is(string path) => Endings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Runs a query, or reads the only table.</summary>
    /// <exception cref="InvalidDataException">It is no such file, has several tables and nobody said which, or the query fails.</exception>
    /// <exception cref="InvalidOperationException">The program has no provider.</exception>
    public static Dataset Read(string path, string? query)
    {
        if (!DbProviderFactories.TryGetFactory(Provider, out DbProviderFactory? factory))
        {
            throw DataError.NoSqlite(path);
        }

        DbConnectionStringBuilder options = factory.CreateConnectionStringBuilder()!;
        (options["Data Source"], options["Mode"], options["Pooling"]) = (path, "ReadOnly", false);
        using DbConnection connection = factory.CreateConnection()!;
        connection.ConnectionString = options.ConnectionString;
        try
        {
            connection.Open();
            return Dataset.FromSql(connection, query ?? SelectOnlyTable(connection, path));
        }
        catch (DbException error)
        {
            throw DataError.SqliteFailed(path, query, error);
        }
    }

    private static string SelectOnlyTable(DbConnection connection, string path)
    {
        const string Tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY name";
        string[] names = Dataset.FromSql(connection, Tables)["name"].ToArray<string>();
        return names is [string only] ? $"SELECT * FROM \"{only.Replace("\"", "\"\"")}\"" : throw DataError.WhichTable(path, names);
    }
}
