namespace FineTune.Bench.SideBySide;

/// <summary>The texts of a data file, in pairs where it has two.</summary>
internal static class Pairs
{
    public static IReadOnlyList<(string First, string? Second)> Read(string file)
    {
        Dataset data = file.EndsWith(".tsv", StringComparison.Ordinal) ? Dataset.LoadTsv(file) : Dataset.LoadCsv(file);
        bool paired = data.ColumnNames.Contains("#1 String");
        return [.. data.Select(row => paired ? (row.Get<string>("#1 String"), row.Get<string>("#2 String")) : (row.Get<string>("text"), (string?)null))];
    }
}
