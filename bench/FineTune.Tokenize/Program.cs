// Tokenizes a file of pairs once, on one thread, in a process that has done nothing yet; prints pairs a second: FineTune.Tokenize MODEL_DIR FILE
using System.Diagnostics;
using FineTune;
using FineTune.Bench.SideBySide;

PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(args[0]);
IReadOnlyList<(string First, string? Second)> pairs = Pairs.Read(args[1]);
long start = Stopwatch.GetTimestamp();
long tokens = 0;
foreach ((string first, string? second) in pairs)
{
    tokens += tokenizer.Encode(first, second).InputIds.Length;
}

double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
Console.Error.WriteLine($"{tokens} tokens");
Console.WriteLine(pairs.Count / seconds);
