namespace FineTune.Data;

/// <summary>Converts a table to what a data set says its columns hold.</summary>
internal static class TableCast
{
    /// <param name="table">The table.</param>
    /// <param name="features">The columns, in the order they shall have.</param>
    /// <param name="source">Where the table is from, for errors.</param>
    /// <exception cref="InvalidDataException">It has other columns, or a value cannot be converted.</exception>
    public static Dataset To(Dataset table, Features features, string source)
    {
        if (!table.ColumnNames.Order(StringComparer.Ordinal).SequenceEqual(features.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            throw DataError.OtherColumns(source, table.Features, features);
        }

        foreach ((string name, Feature feature) in features)
        {
            if (table[name].Feature != feature)
            {
                table = Cast(table, name, feature, features, source);
            }
        }

        return table.ColumnNames.SequenceEqual(features.Keys, StringComparer.Ordinal) ? table : table.SelectColumns([.. features.Keys]);
    }

    private static Dataset Cast(Dataset table, string name, Feature feature, Features features, string source)
    {
        try
        {
            return table.CastColumn(name, feature);
        }
        catch (ArgumentException cause)
        {
            throw DataError.CannotCastTable(source, table.Features, features, cause);
        }
    }
}
