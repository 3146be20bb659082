using System.Security.Cryptography;
using System.Text.Json;

namespace FineTune.Tests.Models;

public sealed class CheckpointTests
{
    public static TheoryData<string> Heads => ModelGolden.Names("heads");

    [Theory]
    [InlineData("bert-tiny")]
    [InlineData("distilbert-tiny")]
    [InlineData("bert-gamma")]
    [InlineData("bert-prelu")]
    [InlineData("distilbert-xielu")]
    public void A_model_is_saved_byte_for_byte_as_the_reference_saved_it(string name)
    {
        using TemporaryFolder folder = new();
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder(name));

        model.SavePretrained(folder.File("saved"));

        Assert.Equal(File.ReadAllBytes(Path.Combine(ModelGolden.Folder(name), "model.safetensors")), File.ReadAllBytes(folder.File("saved", "model.safetensors")));
        Assert.Equal(File.ReadAllText(Path.Combine(ModelGolden.Folder(name), "config.json")), File.ReadAllText(folder.File("saved", "config.json")));
        Assert.True(model.LoadReport!.IsComplete);
    }

    [Fact]
    public void Shards_are_read_and_written_as_the_reference_does()
    {
        using TemporaryFolder folder = new();
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-sharded"));

        model.SavePretrained(folder.Path, maxShardSize: 6000);

        string[] expected = [.. Directory.EnumerateFiles(ModelGolden.Folder("bert-sharded")).Order(StringComparer.Ordinal)];
        Assert.Equal(expected.Select(Path.GetFileName), Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(expected, path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(folder.File(Path.GetFileName(path)))));
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void What_was_half_precision_or_incomplete_is_saved_whole_in_float32(string name)
    {
        using TemporaryFolder folder = new();
        JsonElement golden = ModelGolden.Item("heads", name);
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder(golden.GetProperty("folder").GetString()!), new()
        {
            NumLabels = golden.GetProperty("labels").GetInt32(),
            Seed = golden.GetProperty("seed").GetInt64(),
            IgnoreMismatchedSizes = golden.GetProperty("ignore").GetBoolean(),
        });

        model.SavePretrained(folder.Path);

        Assert.Equal(golden.GetProperty("file_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.File("model.safetensors")))));
        Assert.Equal(golden.GetProperty("config").GetString(), File.ReadAllText(folder.File("config.json")));
    }

    [Theory]
    [InlineData("bert-sharded")]
    [InlineData("bert-gamma")]
    [InlineData("bert-bin")]
    public void The_same_weights_load_from_every_kind_of_file(string name)
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder(name));

        ModelGolden.Equal(SafetensorsFile.Open(Path.Combine(ModelGolden.Folder("bert-tiny"), "model.safetensors")), model);
        Assert.True(model.LoadReport!.IsComplete);
    }

    [Fact]
    public void A_head_of_another_size_is_an_error_with_the_table_and_what_to_do()
    {
        string message = Assert.Throws<InvalidOperationException>(
            () => AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"), new() { NumLabels = 5 })).Message;

        Assert.Contains("classifier.weight | MISMATCH | checkpoint (3, 12), model (5, 12)", message);
        Assert.Contains("IgnoreMismatchedSizes = true", message);
    }

    [Fact]
    public void The_report_arrives_even_when_loading_then_fails()
    {
        List<LoadReport> reports = [];
        FromPretrainedOptions options = new() { NumLabels = 5, OnLoadReport = reports.Add };

        Assert.Throws<InvalidOperationException>(() => AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"), options));

        Assert.Equal(["classifier.bias", "classifier.weight"], Assert.Single(reports).MismatchedKeys.Select(key => key.Key));
    }

    [Fact]
    public void A_truncated_file_is_one_clear_error()
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(ModelGolden.Folder("bert-tiny"), "config.json"), folder.File("config.json"));
        byte[] bytes = File.ReadAllBytes(Path.Combine(ModelGolden.Folder("bert-tiny"), "model.safetensors"));
        File.WriteAllBytes(folder.File("model.safetensors"), bytes[..^100]);

        SafetensorsException error = Assert.Throws<SafetensorsException>(() => AutoModel.FromPretrained(folder.Path));

        Assert.Contains(folder.File("model.safetensors"), error.Message);
    }

    [Fact]
    public void Weights_of_another_architecture_are_refused()
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(ModelGolden.Folder("bert-tiny"), "config.json"), folder.File("config.json"));
        SafetensorsFile.Save(folder.File("model.safetensors"), [new SafetensorsTensor("transformer.wte.weight", Tensor.Zeros(new(3)))]);

        string message = Assert.Throws<InvalidDataException>(() => AutoModel.FromPretrained(folder.Path)).Message;

        Assert.Contains("None of the 1 weights", message);
        Assert.Contains("transformer.wte.weight; expected names like embeddings.word_embeddings.weight", message);
    }

    [Fact]
    public void A_folder_without_weights_is_refused_with_what_it_has()
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(ModelGolden.Folder("bert-tiny"), "config.json"), folder.File("config.json"));
        folder.Write("tf_model.h5", string.Empty);

        string message = Assert.Throws<FileNotFoundException>(() => AutoModel.FromPretrained(folder.Path)).Message;

        Assert.Contains("has no weights; it has config.json, tf_model.h5", message);
    }

    [Fact]
    public void Weights_under_another_name_are_found_when_the_config_names_them()
    {
        using TemporaryFolder folder = new();
        string config = File.ReadAllText(Path.Combine(ModelGolden.Folder("bert-tiny"), "config.json"));
        folder.Write("config.json", "{\"transformers_weights\": \"other.safetensors\"," + config[1..]);
        File.Copy(Path.Combine(ModelGolden.Folder("bert-tiny"), "model.safetensors"), folder.File("other.safetensors"));

        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(folder.Path);
        model.SavePretrained(folder.File("saved"));

        Assert.True(model.LoadReport!.IsComplete);
        Assert.Equal(config, File.ReadAllText(folder.File("saved", "config.json")));
    }

    [Fact]
    public void A_config_cannot_name_weights_outside_the_folder()
    {
        using TemporaryFolder folder = new();
        folder.Write("config.json", """{"model_type": "bert", "transformers_weights": "../other.safetensors"}""");

        Assert.Contains("expected a file of the folder", Assert.Throws<InvalidDataException>(() => AutoModel.FromPretrained(folder.Path)).Message);
    }

    [Fact]
    public void A_model_is_saved_with_the_problem_type_its_labels_showed()
    {
        using TemporaryFolder folder = new();
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));
        model.Forward(ModelGolden.Batch(ModelGolden.Case("bert-multi")));

        model.SavePretrained(folder.Path);

        Assert.Contains("\"problem_type\": \"multi_label_classification\"", File.ReadAllText(folder.File("config.json")));
    }

    [Fact]
    public void A_model_cannot_be_saved_over_a_file()
    {
        using TemporaryFolder folder = new();
        PreTrainedModel model = AutoModel.FromPretrained(ModelGolden.Folder("bert-tiny"));

        Assert.Contains("is a file, but a folder", Assert.Throws<IOException>(() => model.SavePretrained(folder.Write("x", string.Empty))).Message);
    }

    [Fact]
    public void A_state_dict_is_copied_only_when_all_of_it_fits()
    {
        PreTrainedModel source = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));
        PreTrainedModel target = AutoModelForSequenceClassification.FromConfig(source.Config, seed: 1);
        Dictionary<string, Tensor> some = source.StateDict().Where(pair => pair.Key != "classifier.bias").ToDictionary();
        float[] before = target.StateDict()["classifier.weight"].ToArray();

        Assert.Contains("classifier.bias | MISSING", Assert.Throws<InvalidOperationException>(() => target.LoadStateDict(some)).Message);
        Assert.Equal(before, target.StateDict()["classifier.weight"].ToArray());
        Assert.Equal(["classifier.bias"], target.LoadStateDict(some, strict: false).MissingKeys);
        Assert.Equal(source.StateDict()["classifier.weight"].ToArray(), target.StateDict()["classifier.weight"].ToArray());
    }

    [Fact]
    public void Parameters_are_counted_with_and_without_embeddings()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));
        const int Embeddings = (40 + 16 + 2) * 12;

        Assert.Equal(model.StateDict().Values.Sum(tensor => tensor.Length), model.NumParameters());
        Assert.Equal(model.NumParameters() - Embeddings, model.NumParameters(excludeEmbeddings: true));
        model.StateDict()["classifier.bias"].RequiresGrad = false;
        Assert.Equal(model.NumParameters() - 3, model.NumParameters(onlyTrainable: true));
    }

    [Fact]
    public void A_config_of_another_architecture_or_size_cannot_be_set()
    {
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny"));

        Assert.Throws<ArgumentException>(() => model.Config = new DistilBertConfig());
        Assert.Contains("NumLabels = 7", Assert.Throws<ArgumentException>(() => model.Config = model.Config with { NumLabels = 7 }).Message);
    }

    [Fact]
    public void A_class_that_is_not_the_checkpoints_is_refused() => Assert.Contains(
        "DistilBertModel cannot be made from a BertConfig",
        Assert.Throws<ArgumentException>(() => DistilBertModel.FromPretrained(ModelGolden.Folder("bert-tiny"))).Message);

    [Fact]
    public void The_auto_classes_choose_the_class()
    {
        Assert.IsType<BertForSequenceClassification>(AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny")));
        Assert.IsType<DistilBertModel>(AutoModel.FromPretrained(ModelGolden.Folder("distilbert-tiny")));
        Assert.Equal("distilbert", DistilBertForSequenceClassification.FromPretrained(ModelGolden.Folder("distilbert-tiny")).BaseModelPrefix);
    }
}
