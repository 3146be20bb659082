namespace FineTune.Tests.Models;

public sealed class LoadReportTests
{
    [Fact]
    public void The_report_is_one_table_with_a_note_for_each_status()
    {
        LoadReport report = new()
        {
            ModelClass = "BertForSequenceClassification",
            Source = "./minilm",
            UnexpectedKeys = ["cls.predictions.bias", .. Enumerable.Range(0, 12).Select(i => $"encoder.layer.{i}.extra.weight")],
            MissingKeys = ["bert.layer.0.x", "bert.layer.2.x", "classifier.weight"],
            MismatchedKeys = [new("head.bias", new(3), new(5)), new("head.weight", new(3, 12), new(5, 12))],
        };

        Assert.Equal(
            [
                "BertForSequenceClassification LOAD REPORT from: ./minilm",
                "Key                                 | Status     | Details",
                "------------------------------------+------------+----------------------------------",
                "cls.predictions.bias                | UNEXPECTED |",
                "encoder.layer.{0...11}.extra.weight | UNEXPECTED |",
                "bert.layer.{0, 2}.x                 | MISSING    |",
                "classifier.weight                   | MISSING    |",
                "head.bias                           | MISMATCH   | checkpoint (3), model (5)",
                "head.weight                         | MISMATCH   | checkpoint (3, 12), model (5, 12)",
            ],
            report.ToString().Split('\n')[..9]);
        Assert.Equal(["- UNEXPECTED:", "- MISSING:", "- MISMATCH:"], report.ToString().Split('\n')[11..14].Select(line => line[..(line.IndexOf(':') + 1)]));
    }

    [Fact]
    public void A_column_of_details_appears_only_when_there_are_some()
    {
        LoadReport report = new() { ModelClass = "M", Source = "s", MissingKeys = ["a", "bcd"] };

        Assert.Equal(["M LOAD REPORT from: s", "Key | Status", "----+--------", "a   | MISSING", "bcd | MISSING"], report.ToString().Split('\n')[..5]);
    }

    [Fact]
    public void Nothing_amiss_is_one_line() =>
        Assert.Equal("M from s: every weight was loaded.", new LoadReport { ModelClass = "M", Source = "s" }.ToString());
}
