using System.Diagnostics;

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

    /// <summary>Tokenizes a file once, on one thread, in a process that has done nothing yet; prints pairs a second.</summary>
    public static void Tokenize(string model, string file)
    {
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(model);
        IReadOnlyList<(string First, string? Second)> pairs = Read(file);
        long start = Stopwatch.GetTimestamp();
        long tokens = 0;
        foreach ((string first, string? second) in pairs)
        {
            tokens += tokenizer.Encode(first, second).InputIds.Length;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.Error.WriteLine($"{tokens} tokens");
        Console.WriteLine(pairs.Count / seconds);
    }
}
