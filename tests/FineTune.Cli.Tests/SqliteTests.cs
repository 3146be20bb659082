using Microsoft.Data.Sqlite;

namespace FineTune.Cli.Tests;

public sealed class SqliteTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void A_run_on_a_query_is_the_run_on_the_same_rows_as_csv()
    {
        string[] lines = File.ReadAllLines(command.At("train.csv"));
        string database = Database("train.db", lines.Skip(1).Select(line => line.Split(',')));

        Finished csv = command.Train("from-csv", "--seed", "3");
        Finished sql = command.Train("from-sql", "--seed", "3", "--train_file", database, "--query", "SELECT text, label FROM rows ORDER BY id");
        Finished table = command.Train("from-table", "--seed", "3", "--train_file", database, "--text_column_names", "text");

        Assert.True(csv.Code == 0, csv.Errors);
        Assert.True(sql.Code == 0, sql.Errors);
        Assert.True(table.Code == 0, table.Errors);
        Assert.Equal(Weights("from-csv"), Weights("from-sql"));
        Assert.Equal(Weights("from-csv"), Weights("from-table"));
    }

    [Fact]
    public void A_query_that_cannot_be_run_is_one_message_and_writes_nothing()
    {
        string database = Database("wrong.db", [["a", "x"]]);

        Finished wrong = command.Train("wrong", "--train_file", database, "--query", "SELECT txt FROM rows");
        Finished useless = command.Train("wrong", "--query", "SELECT 1");

        Assert.Equal(2, wrong.Code);
        Assert.Contains("the query \"SELECT txt FROM rows\" failed: ", wrong.Errors);
        Assert.DoesNotContain("   at ", wrong.Errors);
        Assert.Equal(2, useless.Code);
        Assert.Contains("--query: it chooses the rows of a SQLite file", useless.Errors);
        Assert.False(Directory.Exists(command.At("wrong")));
    }

    private byte[] Weights(string run) => File.ReadAllBytes(command.At(run, "model.safetensors"));

    private string Database(string name, IEnumerable<string[]> rows)
    {
        using SqliteConnection connection = new($"Data Source={command.At(name)};Pooling=False");
        connection.Open();
        using SqliteCommand create = connection.CreateCommand();
        create.CommandText = "CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT, label TEXT)";
        create.ExecuteNonQuery();
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (text, label) VALUES ($text, $label)";
        foreach (string[] row in rows)
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$text", row[0]);
            insert.Parameters.AddWithValue("$label", row[1]);
            insert.ExecuteNonQuery();
        }

        return command.At(name);
    }
}
