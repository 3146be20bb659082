using System.Text;
using FineTune.Testing;

namespace FineTune.Samples.Tests;

/// <summary>The reference's tutorials, by the names they use on the Hub, against a stand-in on loopback that has a tiny model and a few rows under them.</summary>
[Collection("console")]
public sealed class TutorialTests : IDisposable
{
    private static readonly string[] s_films = ["a good film", "a bad film", "such a good day", "so bad a day"];

    private readonly string _folder = Directory.CreateTempSubdirectory("finetune-tutorials-").FullName;
    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly StandInHub _hub;
    private readonly EnvironmentVariables _environment;

    public TutorialTests()
    {
        string model = TinyModel.Create(Path.Combine(_folder, "model"));
        File.WriteAllText(Path.Combine(model, "tokenizer_config.json"), """{"model_max_length": 24}""");
        SeedFile[] files = [.. Directory.EnumerateFiles(model).Select(file => new SeedFile(Path.GetFileName(file), File.ReadAllBytes(file)))];
        _hub = new(root =>
        {
            foreach (string name in new[] { "distilbert/distilbert-base-uncased", "google-bert/bert-base-uncased", "google-bert/bert-base-cased" })
            {
                root.Model(name, files);
            }

            root.Dataset("stanfordnlp/imdb", [("README.md", Card("plain_text", ["train", "test"])), .. Parquet("plain_text", Films(32), "train", "test")]);
            root.Dataset("nyu-mll/glue", [("README.md", Card("mrpc", ["train", "validation"])), .. Parquet("mrpc", Pairs(24), "train", "validation")]);
            root.Dataset(
                "Yelp/yelp_review_full", [("README.md", Card("yelp_review_full", ["train", "test"])), .. Parquet("yelp_review_full", Films(1000), "train", "test")]);
        });
        _environment = new(
            ("HF_ENDPOINT", _hub.Url), ("HF_HOME", Path.Combine(_folder, "home")), ("HF_TOKEN", Tokens.AliceWrite), ("HF_HUB_CACHE", null), ("HF_HUB_OFFLINE", null));
        Directory.SetCurrentDirectory(_folder);
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _environment.Dispose();
        _hub.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Imdb_trains_pushes_and_answers_from_the_Hub()
    {
        string output = SampleTests.Run("Imdb");

        Assert.Contains("eval_accuracy", output, StringComparison.Ordinal);
        Assert.Matches("(NEGATIVE|POSITIVE)", output);
        Assert.Contains("model.safetensors", _hub.Export("alice/my_awesome_model").Keys);
        Assert.Empty(_hub.Leaks);
    }

    [Fact]
    public void Mrpc_prints_the_scores_of_its_predictions()
    {
        string output = SampleTests.Run("Mrpc");

        Assert.Contains("(24, 2) (24)", output, StringComparison.Ordinal);
        Assert.Contains("f1", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Yelp_shuffles_selects_and_pushes()
    {
        string output = SampleTests.Run("Yelp");

        Assert.Contains("eval_accuracy", output, StringComparison.Ordinal);
        Assert.Contains("model.safetensors", _hub.Export("alice/yelp_review_classifier").Keys);
    }

    private static Dataset Films(int rows) => Dataset.FromColumns(
        ("text", Enumerable.Range(0, rows).Select(i => s_films[i % 4])), ("label", Enumerable.Range(0, rows).Select(i => (long)((i + 1) % 2))))
        .CastColumn("label", new ClassLabel("neg", "pos"));

    private static Dataset Pairs(int rows) => Dataset.FromColumns(
        ("sentence1", Enumerable.Range(0, rows).Select(i => $"the man ran {i}")),
        ("sentence2", Enumerable.Range(0, rows).Select(i => $"the man walked {i % 3}")),
        ("label", Enumerable.Range(0, rows).Select(i => (long)(i % 2))),
        ("idx", Enumerable.Range(0, rows).Select(i => (long)i)))
        .CastColumn("label", new ClassLabel("not_equivalent", "equivalent"));

    private static string Card(string config, string[] splits)
    {
        StringBuilder card = new($"---\nconfigs:\n- config_name: {config}\n  data_files:\n");
        foreach (string split in splits)
        {
            card.Append($"  - split: {split}\n    path: {config}/{split}-*\n");
        }

        return card.Append("---\n").ToString();
    }

    private SeedFile[] Parquet(string config, Dataset rows, params string[] splits)
    {
        string path = Path.Combine(_folder, config + ".parquet");
        rows.ToParquet(path);
        return [.. splits.Select(split => new SeedFile($"{config}/{split}-00000-of-00001.parquet", File.ReadAllBytes(path)))];
    }
}
