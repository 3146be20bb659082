using FineTune.Classification;

namespace FineTune.Tests.Classification;

/// <summary>The table of <c>docs/guides/cells.md</c> is what the code does.</summary>
public sealed class CellGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string, string> Rows()
    {
        TheoryData<string, string, string, string> rows = [];
        foreach (string line in File.ReadLines(Path.Combine(Golden.RepositoryRoot, "docs", "guides", "cells.md")))
        {
            string[] cells = [.. line.Split(" | ").Select(cell => cell.Trim('|'))];
            if (cells is [var format, var written, var kind, var text] && format.Trim() is "csv" or "tsv" or "jsonl")
            {
                rows.Add(format.Trim(), Code(written), kind.Trim(), Code(text));
            }
        }

        return rows;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_line_of_the_guide_is_true(string format, string written, string kind, string text)
    {
        string cell = format == "csv" ? "\"" + written.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : written;
        string file = _folder.Write($"rows.{format}", format switch
        {
            "csv" => $"text,x\nfirst,1\nsecond,{cell}\n",
            "tsv" => $"text\tx\nfirst\t1\nsecond\t{cell}\n",
            _ => $"{{\"text\": \"first\", \"x\": \"\"}}\n{{\"text\": \"second\", \"x\": {cell}}}\n",
        });

        Cell read = Cell.Of(TaskFiles.Read(file, "--train_file", new RunArguments())[1]["x"]);

        Assert.Equal(kind, read.Kind.ToString().ToLowerInvariant());
        if (kind != "other")
        {
            Assert.Equal(text, read.Text);
        }
    }

    [Fact]
    public void The_guide_has_its_table() => Assert.InRange(Rows().Count, 35, 100);

    private static string Code(string cell) => cell.Trim() is ['`', .. var code, '`'] ? code : string.Empty;
}
