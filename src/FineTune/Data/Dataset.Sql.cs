using System.Data;
using System.Data.Common;
using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>Runs a query and makes a data set of its rows, over any ADO.NET connection: the reference's <c>from_sql</c>.</summary>
    /// <param name="connection">The connection; it is opened if it is not, and then closed again.</param>
    /// <param name="query">The query, such as <c>SELECT text, label FROM reviews WHERE year = @year</c>.</param>
    /// <param name="parameters">Values by the name of their placeholder. Default none.</param>
    /// <remarks>
    /// Whole numbers become int64, others float64, times and identifiers texts in ISO form, and NULL null. (The reference makes float64 of
    /// whole numbers among which one is missing.)
    /// </remarks>
    /// <exception cref="DbException">The database refuses the query.</exception>
    /// <exception cref="ArgumentException">Two columns have one name, a column mixes types, or holds what cannot be stored.</exception>
    public static Dataset FromSql(DbConnection connection, string query, IReadOnlyDictionary<string, object?>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        bool opens = connection.State == ConnectionState.Closed;
        if (opens)
        {
            connection.Open();
        }

        try
        {
            using DbCommand command = SqlRows.Command(connection, query, parameters);
            using DbDataReader reader = command.ExecuteReader();
            return FromSql(reader);
        }
        finally
        {
            if (opens)
            {
                connection.Close();
            }
        }
    }

    /// <inheritdoc cref="FromSql(DbConnection, string, IReadOnlyDictionary{string, object?}?)"/>
    /// <param name="connection">The connection; it is opened if it is not, and then closed again.</param>
    /// <param name="query">The query, such as <c>SELECT text, label FROM reviews WHERE year = @year</c>.</param>
    /// <param name="parameters">Values by the name of their placeholder. Default none.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<Dataset> FromSqlAsync(
        DbConnection connection, string query, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        bool opens = connection.State == ConnectionState.Closed;
        if (opens)
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            DbCommand command = SqlRows.Command(connection, query, parameters);
            await using (command.ConfigureAwait(false))
            {
                DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    SqlRows rows = new(reader);
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add();
                    }

                    return rows.ToDataset();
                }
            }
        }
        finally
        {
            if (opens)
            {
                await connection.CloseAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes a data set of the rows that a reader has left.</summary>
    /// <param name="reader">The reader; it stays open.</param>
    /// <exception cref="ArgumentException">Two columns have one name, a column mixes types, or holds what cannot be stored.</exception>
    public static Dataset FromSql(DbDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        SqlRows rows = new(reader);
        while (reader.Read())
        {
            rows.Add();
        }

        return rows.ToDataset();
    }

    /// <summary>Makes a data set of a table in memory.</summary>
    /// <exception cref="ArgumentException">A column holds what cannot be stored.</exception>
    public static Dataset FromDataTable(DataTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using DataTableReader reader = table.CreateDataReader();
        return FromSql(reader);
    }

    /// <summary>Makes a data set of rows that code makes: the reference's <c>from_generator</c>. The first row decides the columns.</summary>
    /// <param name="generator">Begins, and returns the rows: values by column name.</param>
    /// <exception cref="ArgumentException">A row has other columns than the first, a column mixes types, or a value cannot be stored.</exception>
    public static Dataset FromGenerator(Func<IEnumerable<IReadOnlyDictionary<string, object?>>> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return FromList(generator());
    }

    /// <summary>Makes a data set of rows that arrive over time. The first row decides the columns.</summary>
    /// <param name="rows">The rows: values by column name.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">A row has other columns than the first, a column mixes types, or a value cannot be stored.</exception>
    public static async Task<Dataset> FromAsyncEnumerable(
        IAsyncEnumerable<IReadOnlyDictionary<string, object?>> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromList(await rows.ToListAsync(cancellationToken).ConfigureAwait(false));
    }
}
