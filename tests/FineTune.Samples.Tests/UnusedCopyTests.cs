using System.Collections.Immutable;
using FineTune.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FineTune.Samples.Tests;

/// <summary>A statement that throws a changed copy away compiles with a warning.</summary>
public sealed class UnusedCopyTests
{
    [Theory]
    [InlineData("dataset.WithFormat(\"text\");", "Dataset.WithFormat changes nothing: it returns another Dataset, which is thrown away here.")]
    [InlineData("dataset.RenameColumn(\"a\", \"b\");", "Dataset.RenameColumn")]
    [InlineData("dataset.Map(row => null);", "Dataset.Map")]
    [InlineData("dataset.Shuffle(42);", "Dataset.Shuffle")]
    [InlineData("dataset.Select([1, 2]);", "Dataset.Select")]
    [InlineData("dataset.TrainTestSplit(0.2);", "Dataset.TrainTestSplit")]
    [InlineData("((Dataset?)dataset)?.RemoveColumns(\"a\");", "Dataset.RemoveColumns")]
    [InlineData("splits.ClassEncodeColumn(\"label\");", "DatasetDict.ClassEncodeColumn")]
    [InlineData("stream.Take(3);", "IterableDataset.Take")]
    [InlineData("arguments.SetTraining(1e-4);", "TrainingArguments.SetTraining")]
    [InlineData("config.With(new Dictionary<string, object?>());", "PretrainedConfig.With")]
    public void What_is_thrown_away_is_warned_of(string statement, string message)
    {
        Diagnostic warning = Assert.Single(Warnings(statement));

        Assert.Equal((UnusedCopyAnalyzer.Id, DiagnosticSeverity.Warning), (warning.Id, warning.Severity));
        Assert.StartsWith(message, warning.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(statement[..^1].Replace("((Dataset?)dataset)?", string.Empty, StringComparison.Ordinal), warning.Location.SourceTree!.GetText().ToString(warning.Location.SourceSpan));
    }

    [Theory]
    [InlineData("var other = dataset.WithFormat(\"text\");")]
    [InlineData("dataset = dataset.Shuffle(42);")]
    [InlineData("_ = dataset.Map(row => null);")]
    [InlineData("Console.WriteLine(dataset.Take(3));")]
    [InlineData("dataset.ToCsv(\"x.csv\");")]
    [InlineData("Dataset Half() => dataset.Take(1);")]
    public void What_is_used_is_not(string statement) => Assert.Empty(Warnings(statement));

    private static ImmutableArray<Diagnostic> Warnings(string statement)
    {
        Compilation program = PastedProgram.Compile($$"""
            using FineTune;

            var dataset = Dataset.LoadCsv("rows.csv");
            var splits = new DatasetDict { ["train"] = dataset };
            var stream = dataset.ToIterableDataset();
            var config = AutoConfig.FromPretrained("model");
            var arguments = new TrainingArguments("out");
            {{statement}}
            """);
        Assert.DoesNotContain(program.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return program.WithAnalyzers([new UnusedCopyAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
    }
}
