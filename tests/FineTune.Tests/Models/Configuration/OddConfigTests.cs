using System.Text;

namespace FineTune.Tests.Models.Configuration;

/// <summary>config.json as other tools and older versions write it: read as the reference reads it (transformers 5.23), or refused with the key and the file.</summary>
public sealed class OddConfigTests : IDisposable
{
    private const string Bert = "\"model_type\": \"bert\", \"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 2, \"vocab_size\": 40";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "LABEL_0,LABEL_1")]
    [InlineData(", \"id2label\": {\"2\": \"c\", \"0\": \"a\", \"1\": \"b\"}", "a,b,c")]
    [InlineData(", \"id2label\": {\"0\": 7, \"1\": 8}", "7,8")]
    [InlineData(", \"id2label\": null, \"label2id\": null", "LABEL_0,LABEL_1")]
    [InlineData(", \"label2id\": {\"neg\": 0, \"neu\": 1, \"pos\": 2}", "LABEL_0,LABEL_1")]
    [InlineData(", \"label2id\": {\"neg\": 0, \"neu\": 1, \"pos\": 2}, \"num_labels\": 3", "LABEL_0,LABEL_1,LABEL_2")]
    [InlineData(", \"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"num_labels\": 3", "LABEL_0,LABEL_1,LABEL_2")]
    [InlineData(", \"id2label\": {\"0\": \"a\", \"1\": \"b\", \"2\": \"c\"}, \"num_labels\": 2", "LABEL_0,LABEL_1")]
    [InlineData(", \"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"label2id\": {\"a\": 1, \"b\": 0}", "a,b")]
    [InlineData(", \"architectures\": null, \"torch_dtype\": \"float16\"", "LABEL_0,LABEL_1")]
    [InlineData(", \"torch_dtype\": null, \"dtype\": null", "LABEL_0,LABEL_1")]
    [InlineData(", \"finetuning_task\": \"sst2\", \"pruned_heads\": {}, \"xla_device\": null, \"gradient_checkpointing\": false", "LABEL_0,LABEL_1")]
    [InlineData(", \"training_loss\": NaN, \"best\": -Infinity", "LABEL_0,LABEL_1")]
    public void Odd_files_are_read_as_the_reference_reads_them(string rest, string labels)
    {
        PretrainedConfig config = Read("{" + Bert + rest + "}");

        Assert.Equal(labels, string.Join(',', config.Id2Label.OrderBy(pair => pair.Key).Select(pair => pair.Value)));
        Assert.Null(config.NumberingProblem);
    }

    [Theory]
    [InlineData(", \"hidden_size\": \"32\"", "\"hidden_size\" of the bert configuration")]
    [InlineData(", \"hidden_size\": 32.0", "but a whole number was expected. Correct it in the config.json of")]
    [InlineData(", \"num_hidden_layers\": true", "is true, but a whole number was expected")]
    [InlineData(", \"hidden_dropout_prob\": \"0.1\"", "is \"0.1\", but a number was expected")]
    [InlineData(", \"id2label\": [\"a\", \"b\"]", "id2label is a list, but a map from class number to name was expected. Correct it there.")]
    [InlineData(", \"id2label\": {\"neg\": 0, \"pos\": 1}", "is \"neg\", but a whole number was expected. Correct it there.")]
    [InlineData(", \"id2label\": {\"0.0\": \"a\", \"1.0\": \"b\"}", "is \"0.0\", but a whole number was expected")]
    [InlineData(", \"num_labels\": 0", "a whole number from 1 to ")]
    [InlineData(", \"problem_type\": \"classification\"", "problem_type is \"classification\"; expected one of regression")]
    [InlineData(", \"vocab_size\": null", "\"vocab_size\" of the bert configuration")]
    public void Values_of_another_kind_are_refused_with_key_and_file(string rest, string expected)
    {
        string message = Assert.ThrowsAny<Exception>(() => Read("{" + Bert.Replace(rest.Split('"')[1] + "\": 32,", "x\": 1,", StringComparison.Ordinal) + rest + "}")).Message;

        Assert.Contains(expected, message);
        Assert.Contains(_folder.Path, message);
    }

    [Theory]
    [InlineData("\"1\": \"a\", \"2\": \"b\", \"3\": \"c\"", "numbers its 3 labels 1, 2, 3; expected 0 to 2")]
    [InlineData("\"0\": \"a\", \"2\": \"c\"", "numbers its 2 labels 0, 2; expected 0 to 1")]
    [InlineData("\"-1\": \"a\", \"0\": \"b\"", "numbers its 2 labels -1, 0; expected 0 to 1")]
    public void Labels_that_are_not_numbered_from_0_are_told(string labels, string expected) =>
        Assert.Contains(expected, Read("{" + Bert + ", \"id2label\": {" + labels + "}}").NumberingProblem);

    [Theory]
    [InlineData(", \"label2id\": {\"neg\": 0, \"neu\": 1, \"pos\": 2}", "config.json has label2id (3 labels), but no id2label")]
    [InlineData(", \"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"num_labels\": 3", "config.json has num_labels 3, but id2label names 2 labels")]
    [InlineData(", \"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"num_labels\": 2", null)]
    [InlineData(", \"id2label\": {\"0\": \"a\", \"1\": \"b\"}", null)]
    public void What_is_odd_about_labels_is_kept_for_messages(string rest, string? expected)
    {
        string? oddity = Read("{" + Bert + rest + "}").LabelOddity;

        Assert.Equal(expected is null, oddity is null);
        Assert.Contains(expected ?? string.Empty, oddity ?? string.Empty);
    }

    [Fact]
    public void A_byte_order_mark_is_no_damage()
    {
        File.WriteAllBytes(_folder.File("config.json"), [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes("{" + Bert + "}")]);

        Assert.Equal(32, AutoConfig.FromPretrained(_folder.Path).HiddenSize);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public void A_tokenizer_beside_a_configuration_with_Pythons_constants_is_read(string constant)
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nfilm\n");
        _folder.Write("config.json", "{" + Bert + ", \"note\": \"a NaN \\\" -Infinity\", \"loss\": " + constant + "}");
        _folder.Write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizer\"}");

        Assert.Equal([2, 5, 3], AutoTokenizer.FromPretrained(_folder.Path).Encode("film").InputIds);
    }

    private PretrainedConfig Read(string json)
    {
        _folder.Write("config.json", json);
        return AutoConfig.FromPretrained(_folder.Path);
    }
}
