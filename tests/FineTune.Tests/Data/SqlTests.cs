using System.Data;
using System.Data.Common;
using FineTune.Classification;
using FineTune.Data;
using Microsoft.Data.Sqlite;

namespace FineTune.Tests.Data;

public sealed class SqlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SqlTests() => DbProviderFactories.RegisterFactory(SqliteFile.Provider, SqliteFactory.Instance);

    [Fact]
    public async Task A_query_gives_typed_columns_with_nulls()
    {
        using SqliteConnection connection = new($"Data Source={Reviews("reviews.db")};Pooling=False");
        Dictionary<string, object?> parameters = new() { ["@least"] = 1, ["@none"] = null };
        const string Query = "SELECT text, label, score, label > 0 AND @none IS NULL AS good, later FROM reviews WHERE label >= @least ORDER BY label DESC";

        Dataset dataset = Dataset.FromSql(connection, Query, parameters);

        Assert.Equal(["b \"q\"", "c"], dataset["text"]);
        Assert.Equal([2L, 1L], dataset["label"]);
        Assert.Equal([null, 2.5], dataset["score"]);
        Assert.Equal("{text: string, label: int64, score: float64, good: int64, later: string}", dataset.Features.ToString());
        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.Equal(dataset.ToDict(), (await Dataset.FromSqlAsync(connection, Query, parameters)).ToDict());
        Assert.Empty(Dataset.FromSql(connection, "SELECT * FROM reviews WHERE 0"));
        Assert.Throws<SqliteException>(() => Dataset.FromSql(connection, "SELECT * FROM nowhere"));
    }

    [Fact]
    public void An_open_connection_stays_open()
    {
        using SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();

        Assert.Equal([7L], Dataset.FromSql(connection, "SELECT 7 AS n")["n"]);
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Contains("\"n\" occurs more than once", Assert.Throws<ArgumentException>(() => Dataset.FromSql(connection, "SELECT 7 AS n, 8 AS n")).Message);
        Assert.Contains("mixes types", Assert.Throws<ArgumentException>(() => Dataset.FromSql(connection, "SELECT 7 AS n UNION SELECT 'x'")).Message);
    }

    [Fact]
    public void A_table_in_memory_becomes_a_data_set()
    {
        using DataTable table = new();
        table.Columns.Add("text", typeof(string));
        table.Columns.Add("n", typeof(int));
        table.Columns.Add("price", typeof(decimal));
        table.Columns.Add("when", typeof(DateTime));
        table.Columns.Add("id", typeof(Guid));
        table.Columns.Add("ok", typeof(bool));
        table.Rows.Add("a", 1, 1.5m, new DateTime(2026, 1, 2, 3, 4, 5), Guid.Empty, true);
        table.Rows.Add("b", DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value);

        Dataset dataset = Dataset.FromDataTable(table);

        Assert.Equal("{text: string, n: int64, price: float64, when: string, id: string, ok: bool}", dataset.Features.ToString());
        Assert.Equal("{text: \"a\", n: 1, price: 1.5, when: \"2026-01-02T03:04:05\", id: \"00000000-0000-0000-0000-000000000000\", ok: true}", dataset[0].ToString());
        Assert.Equal(5, dataset[1].Values.Count(value => value is null));
    }

    [Fact]
    public async Task Rows_may_come_from_code_at_once_or_over_time()
    {
        static async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> Rows()
        {
            await Task.Yield();
            yield return new Dictionary<string, object?> { ["i"] = 4 };
            yield return new Dictionary<string, object?> { ["i"] = 5 };
        }

        Dataset rows = await Dataset.FromAsyncEnumerable(Rows());

        Assert.Equal(new[] { 4, 5 }, rows.Numbers());
        Assert.Equal(["text"], (await Dataset.FromObjectsAsync(rows.ToAsyncEnumerable().Select(row => new { Text = $"row {row["i"]}" }))).ColumnNames);
        Assert.Equal(new[] { 4, 5 }, Dataset.FromGenerator(() => Rows().ToBlockingEnumerable()).Numbers());
    }

    [Fact]
    public void A_file_of_the_command_is_its_only_table_or_what_a_query_chooses()
    {
        string file = Reviews("re;views 1.sqlite3");
        string two = Reviews("two.db", "CREATE TABLE other (x); ");

        Assert.Equal(3, TaskFiles.Read(file, "--train_file", new RunArguments()).NumRows);
        Assert.Equal(["c"], TaskFiles.Read(two, "--train_file", new RunArguments { Query = "SELECT text FROM reviews WHERE label = 1" })["text"]);
        Assert.Contains("--train_file: ", Problem(two, null));
        Assert.Contains("has 2 tables, \"other\", \"reviews\": say which rows to read, such as --query \"SELECT * FROM other\"", Problem(two, null));
        Assert.Contains("the query \"SELECT * FROM nowhere\" failed: ", Problem(two, "SELECT * FROM nowhere"));
        Assert.Contains("readonly database", Problem(two, "DELETE FROM reviews"));
        Assert.Contains("has no rows", Problem(two, "SELECT * FROM other"));
        Assert.Contains("cannot be read as a SQLite file: ", Problem(_folder.Write("text.db", "not a database, but long enough to be looked at"), null));
        Assert.Contains("there is no file", Problem(_folder.File("nowhere.db"), null));
    }

    [Fact]
    public void A_query_without_a_SQLite_file_is_a_mistake()
    {
        RunArguments run = new() { TrainFile = _folder.Write("a.csv", "text,label\na,1\n"), Query = "SELECT 1" };

        Assert.Contains("--query: it chooses the rows of a SQLite file", string.Join("|", Assert.Throws<RunException>(() => TaskFiles.Load(run, true, false, false, [])).Problems));
    }

    [Fact]
    public void A_program_without_a_provider_is_told_what_to_add()
    {
        DbProviderFactories.UnregisterFactory(SqliteFile.Provider);
        try
        {
            Assert.Contains("Add the package Microsoft.Data.Sqlite", Problem(Reviews("reviews.db"), null));
        }
        finally
        {
            DbProviderFactories.RegisterFactory(SqliteFile.Provider, SqliteFactory.Instance);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Problem(string file, string? query) => string.Join("|", Assert.Throws<RunException>(() => TaskFiles.Read(file, "--train_file", new RunArguments { Query = query })).Problems);

    private string Reviews(string name, string more = "")
    {
        SqliteConnectionStringBuilder options = new() { DataSource = _folder.File(name), Pooling = false };
        using SqliteConnection connection = new(options.ConnectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE reviews (text TEXT, label INTEGER, score REAL, later TEXT);"
            + "INSERT INTO reviews VALUES ('a', 0, 1, NULL), ('b \"q\"', 2, NULL, NULL), ('c', 1, 2.5, NULL);" + more;
        command.ExecuteNonQuery();
        return _folder.File(name);
    }
}
