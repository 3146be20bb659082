using System.Text.Json;

namespace FineTune.Tests.Models;

public sealed class PretrainedConfigTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(Golden.Text("models", "configs.json")).RootElement;

    public static TheoryData<string> CaseNames => [.. Cases.EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void A_file_is_read_and_written_back_as_the_reference_does(string name)
    {
        using TemporaryFolder folder = new();
        JsonElement golden = Case(name);
        folder.Write("config.json", golden.GetProperty("given").GetString()!);

        PretrainedConfig config = AutoConfig.FromPretrained(folder.Path, Dictionary(golden.GetProperty("overrides").GetString()!));

        Assert.Equal(golden.GetProperty("written").GetString(), config.ToJsonString());
        Assert.Equal(golden.GetProperty("num_labels").GetInt32(), config.NumLabels);
        Assert.Equal(golden.GetProperty("hidden_size").GetInt32(), config.HiddenSize);
        Assert.Equal(golden.GetProperty("problem_type").GetString(), config.ProblemType is { } type ? ProblemTypeNames.NameOf(type) : null);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void What_was_written_reads_back_as_the_same(string name)
    {
        using TemporaryFolder folder = new();
        folder.Write("first/config.json", Case(name).GetProperty("given").GetString()!);
        PretrainedConfig config = AutoConfig.FromPretrained(folder.File("first"), Dictionary(Case(name).GetProperty("overrides").GetString()!));

        config.SavePretrained(folder.File("second"));

        Assert.Equal(config, AutoConfig.FromPretrained(folder.File("second")));
    }

    [Fact]
    public void A_config_made_in_code_is_written_as_one_read_from_a_file()
    {
        DistilBertConfig config = new() { Dim = 32, NLayers = 3, NHeads = 4, SinusoidalPosEmbds = true };

        Assert.Equal(Case("DistilBERT by its aliases").GetProperty("written").GetString(), config.ToJsonString());
    }

    [Fact]
    public void A_number_of_labels_that_changes_names_them_anew()
    {
        BertConfig config = new() { Id2Label = new Dictionary<int, string> { [0] = "no", [1] = "yes" } };

        Assert.Equal(["no", "yes"], (config with { NumLabels = 2 }).Id2Label.Values);
        Assert.Equal(["LABEL_0", "LABEL_1", "LABEL_2"], (config with { NumLabels = 3 }).Id2Label.Values);
        Assert.Equal(1, config.Label2Id["yes"]);
    }

    [Fact]
    public void A_file_where_the_folder_is_to_be_is_named()
    {
        using TemporaryFolder folder = new();
        folder.Write("afile", "text");

        Assert.Contains($"\"{folder.File("afile")}\" is a file", Assert.Throws<IOException>(() => new BertConfig().SavePretrained(folder.File("afile"))).Message);
    }

    [Fact]
    public void What_a_program_gives_is_not_to_be_corrected_in_a_file()
    {
        using TemporaryFolder folder = new();
        folder.Write("config.json", """{"model_type": "bert", "vocab_size": "many"}""");
        PretrainedConfig read = AutoConfig.FromPretrained(folder.Path, new Dictionary<string, object?> { ["vocab_size"] = 40 });
        PretrainedConfig given = new BertConfig { NameOrPath = folder.Path }.With(new Dictionary<string, object?> { ["hidden_dropout_prob"] = "high" });

        Assert.Equal(40, read.VocabSize);
        Assert.Equal(
            "\"hidden_dropout_prob\" of the bert configuration is \"high\", but a number was expected. Correct it in the values that the program overrides the configuration's with.",
            Assert.Throws<InvalidDataException>(() => given.Get<double>("hidden_dropout_prob")).Message);
        Assert.Equal(
            "num_labels is 0, but a whole number from 1 to 1000000 was expected.",
            Assert.Throws<ArgumentException>(() => new BertConfig().With(new FromPretrainedOptions { NumLabels = 0 }.Overrides())).Message);
    }

    [Fact]
    public void Numbers_of_labels_alone_are_kept_beside_the_names()
    {
        FromPretrainedOptions options = new() { Label2Id = new Dictionary<string, int> { ["no"] = 1, ["yes"] = 0 } };

        PretrainedConfig config = new BertConfig().With(options.Overrides());
        PretrainedConfig more = new BertConfig().With((options with { NumLabels = 3, Label2Id = new Dictionary<string, int> { ["a"] = 2, ["b"] = 1, ["c"] = 0 } }).Overrides());

        Assert.Equal(["LABEL_0", "LABEL_1"], config.Id2Label.Values);
        Assert.Equal((2, 1, 0), (config.Label2Id.Count, config.Label2Id["no"], config.Label2Id["yes"]));
        Assert.Equal(["LABEL_0", "LABEL_1", "LABEL_2"], more.Id2Label.Values);
        Assert.Equal(2, more.Label2Id["a"]);
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(0)]
    public void Numbers_of_labels_that_are_not_the_models_are_refused(params int[] ids)
    {
        Dictionary<string, int> label2Id = ids.Index().ToDictionary(id => $"name {id.Index}", id => id.Item);

        string message = Assert.Throws<ArgumentException>(() => new BertConfig().With(new FromPretrainedOptions { Label2Id = label2Id }.Overrides())).Message;

        Assert.Equal(
            $"label2id gives {ids.Length} names the class numbers {string.Join(", ", ids)}, but the model has the 2 classes 0, 1: "
            + "expected one name for each. Correct it, or pass id2label, which says how many classes there are.", message);
    }

    [Fact]
    public void A_copy_does_not_change_the_original()
    {
        BertConfig config = new();

        PretrainedConfig copy = config with { HiddenSize = 12, ProblemType = ProblemType.Regression };

        Assert.Equal(768, config.HiddenSize);
        Assert.Null(config.ProblemType);
        Assert.Equal((12, ProblemType.Regression), (copy.HiddenSize, copy.ProblemType));
        Assert.NotEqual(config, copy);
    }

    [Fact]
    public void Every_broken_rule_is_reported_at_once()
    {
        BertConfig config = new() { HiddenSize = 10, NumAttentionHeads = 3, HiddenDropoutProb = 1.5, PadTokenId = 40000 };

        string message = Assert.Throws<ArgumentException>(config.Validate).Message;

        Assert.Contains("hidden_size (10) is not a multiple of num_attention_heads (3)", message);
        Assert.Contains("hidden_dropout_prob is 1.5; expected a rate from 0 to 1", message);
        Assert.Contains("pad_token_id is 40000; expected null or an id from 0 to 30521", message);
    }

    [Theory]
    [InlineData("""{"model_type": "bert", "is_decoder": true}""", "only the encoder is supported")]
    [InlineData("""{"model_type": "bert", "position_embedding_type": "relative_key"}""", "only \"absolute\" is supported")]
    [InlineData("""{"model_type": "bert", "position_embedding_type": "relative_key_query"}""", "\"relative_key_query\", but only \"absolute\" is supported")]
    [InlineData("""{"model_type": "electra", "position_embedding_type": "relative_key"}""", "only \"absolute\" is supported")]
    [InlineData("""{"model_type": "xlm-roberta", "add_cross_attention": true}""", "only the encoder is supported")]
    [InlineData("""{"model_type": "albert", "is_decoder": true}""", "only the encoder is supported")]
    [InlineData("""{"model_type": "albert", "num_hidden_groups": 13}""", "there are 12 layers to share")]
    [InlineData("""{"model_type": "roberta", "pad_token_id": null}""", "positions are counted from behind it")]
    [InlineData("""{"model_type": "camembert", "max_position_embeddings": 2}""", "the first position is 2")]
    [InlineData("""{"model_type": "electra", "embedding_size": 0}""", "embedding_size is 0; expected a positive whole number")]
    [InlineData("""{"model_type": "mpnet", "relative_attention_num_buckets": 31}""", "distances have 32 buckets")]
    [InlineData("""{"model_type": "mpnet", "is_decoder": true}""", "only the encoder is supported")]
    [InlineData("""{"model_type": "bert", "layer_norm_eps": -1e-12}""", "layer_norm_eps is -1e-12; expected a number above 0")]
    [InlineData("""{"model_type": "deberta-v2", "layer_norm_eps": NaN}""", "layer_norm_eps is nan; expected a number above 0")]
    [InlineData("""{"model_type": "modernbert", "norm_eps": 0}""", "norm_eps is 0.0; expected a number above 0")]
    [InlineData("""{"model_type": "bert", "problem_type": "guess"}""", "expected one of regression, single_label_classification, multi_label_classification")]
    [InlineData("""{"model_type": "bert", "problem_type": "single_label_classification", "num_labels": 1}""", "needs num_labels above 1")]
    [InlineData("""{"model_type": "bert", "quantization_config": {"bits": 4}}""", "quantized weights cannot be trained")]
    public void A_file_that_cannot_be_used_is_refused_with_the_reason(string json, string reason)
    {
        using TemporaryFolder folder = new();
        folder.Write("config.json", json);

        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => AutoConfig.FromPretrained(folder.Path)).Message);
    }

    [Theory]
    [InlineData("""{"model_type": "ernie", "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "max_position_embeddings": 513, "type_vocab_size": 2, "use_task_id": false, "task_type_vocab_size": 3, "pad_token_id": 0}""", "bert")]
    [InlineData("""{"model_type": "roberta-prelayernorm", "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "max_position_embeddings": 514, "type_vocab_size": 1, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}""", "roberta")]
    [InlineData("""{"model_type": "xlm-roberta-xl", "hidden_size": 2560, "num_hidden_layers": 36, "num_attention_heads": 32, "intermediate_size": 10240, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "max_position_embeddings": 514, "type_vocab_size": 1, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}""", "xlm-roberta")]
    [InlineData("""{"model_type": "convbert", "embedding_size": 768, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072, "hidden_act": "gelu", "summary_type": "first", "summary_use_proj": true, "head_ratio": 2, "conv_kernel_size": 9, "max_position_embeddings": 512}""", "electra")]
    [InlineData("""{"model_type": "distil-other", "n_heads": 12, "n_layers": 6, "dim": 768, "hidden_dim": 3072, "activation": "gelu", "qa_dropout": 0.1}""", "distilbert")]
    [InlineData("""{"model_type": "gpt2", "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024, "activation_function": "gelu_new", "attn_pdrop": 0.1, "layer_norm_epsilon": 1e-05}""", null)]
    [InlineData("""{"model_type": "t5", "d_model": 512, "d_kv": 64, "d_ff": 2048, "num_layers": 6, "num_heads": 8, "relative_attention_num_buckets": 32, "dropout_rate": 0.1}""", null)]
    [InlineData("""{"model_type": "unknown"}""", null)]
    public void An_unsupported_architecture_is_compared_with_those_there_are(string text, string? nearest)
    {
        using TemporaryFolder folder = new();
        folder.Write("config.json", text);

        string message = Assert.Throws<InvalidDataException>(() => AutoConfig.FromPretrained(folder.Path)).Message;

        Assert.Contains("expected one of albert, bert, camembert", message);
        if (nearest is null)
        {
            Assert.DoesNotContain("reads most like", message);
        }
        else
        {
            Assert.Contains($"reads most like one of \"{nearest}\"", message);
        }
    }

    [Theory]
    [InlineData("{", "is not valid JSON")]
    [InlineData("[1]", "does not hold an object")]
    [InlineData("{}", "Should have a `model_type` key in its config.json")]
    [InlineData("""{"model_type": "gpt2"}""", "\"gpt2\", is not supported; expected one of albert, bert, camembert")]
    [InlineData("""{"model_type": "bert", "hidden_size": "big"}""", "\"hidden_size\" of the bert configuration is \"big\", but a whole number was expected")]
    public void A_file_that_is_not_a_config_is_refused_with_the_reason(string text, string reason)
    {
        using TemporaryFolder folder = new();
        folder.Write("config.json", text);

        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => AutoConfig.FromPretrained(folder.Path)).Message);
    }

    [Fact]
    public void An_override_the_config_does_not_have_is_refused()
    {
        Dictionary<string, object?> overrides = new() { ["hiden_size"] = 3 };

        string message = Assert.Throws<ArgumentException>(() => new BertConfig().With(overrides)).Message;

        Assert.Contains("\"hiden_size\" cannot be overridden", message);
        Assert.Contains("hidden_size", message);
    }

    [Fact]
    public void A_number_of_labels_that_contradicts_their_names_is_refused()
    {
        Dictionary<string, object?> overrides = new() { ["num_labels"] = 5, ["id2label"] = new Dictionary<int, string> { [0] = "a", [1] = "b" } };

        string message = Assert.Throws<ArgumentException>(() => new BertConfig().With(overrides)).Message;

        Assert.Contains("num_labels is 5, but id2label names 2 labels", message);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-12, "1e-12")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001234, "1.234e-05")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(123456789012345678.0, "1.2345678901234568e+17")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1e23, "1e+23")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Floats_are_written_as_Python_writes_them(double value, string expected) => Assert.Equal(expected, ConfigJson.Write(value));

    private static JsonElement Case(string name) => Cases.EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    private static Dictionary<string, object?> Dictionary(string json) =>
        (Dictionary<string, object?>)ConfigJson.Parse(System.Text.Encoding.UTF8.GetBytes(json))!;
}
