using System.IO.Compression;

namespace FineTune.Cli.Tests;

/// <summary>The same rows in every format a file may have; and, where a published program is tested, that it reads what this build reads.</summary>
public sealed class FormatTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void A_run_on_any_format_is_the_run_on_the_same_rows_as_csv()
    {
        Dataset rows = Dataset.LoadCsv(command.At("train.csv"));
        rows.ToCsv(command.At("train.tsv"), sep: '\t');
        rows.ToJson(command.At("train.jsonl"));
        rows.ToJson(command.At("train.json"), lines: false);
        rows.ToParquet(command.At("train.parquet"));
        rows.SaveToDisk(command.At("saved"));
        File.Copy(command.At("saved", "data-00000-of-00001.arrow"), command.At("train.arrow"));
        using (FileStream csv = File.OpenRead(command.At("train.csv")))
        using (GZipStream packed = new(File.Create(command.At("train.csv.gz")), CompressionLevel.Fastest))
        {
            csv.CopyTo(packed);
        }

        byte[] expected = Weights("train.csv");

        Assert.All(["train.tsv", "train.jsonl", "train.json", "train.parquet", "train.arrow", "train.csv.gz"], name => Assert.Equal(expected, Weights(name)));
    }

    [PublishedFact]
    public void A_published_program_finds_in_files_what_this_build_finds()
    {
        string[] files = [.. Directory.EnumerateFiles(Golden.Path("data", "parquet")), .. Directory.EnumerateFiles(Golden.Path("data", "arrow"))];

        Assert.All(files.Order(StringComparer.Ordinal), AssertReadAlike);
    }

    /// <summary>Columns as the label and as the text, a few pairs a file: what is said then has their cells in it.</summary>
    private void AssertReadAlike(string file)
    {
        IReadOnlyList<string> columns = Dataset.Load(file).ColumnNames;
        for (int i = 0; i < columns.Count; i += Math.Max(2, columns.Count / 6))
        {
            string[] words =
            [
                "plan", "--model_name_or_path", command.Model, "--train_file", file, "--label_column_name", columns[i],
                "--text_column_names", columns[(i + 1) % columns.Count], "--max_steps", "1", "--no_measure", "--output_dir", command.At("planned"),
            ];
            Finished here = CommandFixture.RunHere(string.Empty, words);
            Finished there = TestedProgram.Run(string.Empty, words);

            Assert.Equal((here.Code, Told(here.Errors)), (there.Code, Told(there.Errors)));
            Assert.Equal(Told(here.Output), Told(there.Output));
        }
    }

    /// <summary>What does not depend on the process: its memory and the machine's time.</summary>
    private static string Told(string text) => string.Join('\n', text.Split('\n').Where(line =>
        !line.StartsWith("Memory", StringComparison.Ordinal) && !line.StartsWith("Time", StringComparison.Ordinal)));

    private byte[] Weights(string name)
    {
        Finished run = command.Train("from-" + name, "--seed", "3", "--save_strategy", "no", "--train_file", command.At(name));
        Assert.True(run.Code == 0, run.Errors);
        return File.ReadAllBytes(command.At("from-" + name, "model.safetensors"));
    }
}
