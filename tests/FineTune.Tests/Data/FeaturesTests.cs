using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace FineTune.Tests.Data;

/// <summary>What the reference writes and reads: <c>tests/Goldens/data/make_features.py</c>.</summary>
public sealed class FeaturesTests
{
    private static readonly JsonObject s_golden = JsonText.ReadObject(Golden.Text("data", "features.json"));

    [Fact]
    public void The_JSON_form_reads_and_writes_as_the_reference_does()
    {
        Features features = Features.FromJson(s_golden["json"]);

        Assert.Equal(JsonText.Write(s_golden["json"]), JsonText.Write(features.ToJson()));
        Assert.Equal(new ClassLabel("neg", "no", "5 stars", "with: colon"), features["label"]);
        Assert.Equal(new Sequence(Value.Int32) { Length = 3 }, features["three"]);
        Assert.Equal(new Sequence(new Value("int64")) { IsLarge = true }, features["many"]);
        Assert.Equal(new Sequence(Value.Float32), ((Struct)features["nested"]).Fields["b"]);
        Assert.Equal(Value.Int32, ((Sequence)features["ids"]).Of);
    }

    [Fact]
    public void The_YAML_form_of_a_README_says_the_same()
    {
        YamlNode yaml = Parse(s_golden["yaml"]!.GetValue<string>());

        Features features = Features.FromYaml(yaml);

        Assert.Equal(JsonText.Write(s_golden["json"]), JsonText.Write(features.ToJson()));
    }

    [Fact]
    public void What_is_written_as_YAML_reads_back_equal()
    {
        Features features = Features.FromJson(s_golden["json"]);
        using StringWriter text = new();

        new YamlStream(new YamlDocument(features.ToYaml())).Save(text, assignAnchors: false);

        Assert.Equal(JsonText.Write(features.ToJson()), JsonText.Write(Features.FromYaml(Parse(text.ToString())).ToJson()));
        Assert.Equal(Parse(s_golden["yaml"]!.GetValue<string>()), features.ToYaml());
    }

    [Fact]
    public void Older_forms_mean_what_they_mean_to_the_reference()
    {
        foreach (JsonNode? old in s_golden["old_json"]!.AsArray())
        {
            Assert.Equal(JsonText.Write(old!["to"]), JsonText.Write(Features.FromJson(old["from"]).ToJson()));
        }

        foreach (JsonNode? old in s_golden["old_yaml"]!.AsArray())
        {
            YamlNode yaml = Parse(old!["from"]!.GetValue<string>());
            Assert.Equal(JsonText.Write(old["to"]), JsonText.Write(Features.FromYaml(yaml).ToJson()));
        }
    }

    [Theory]
    [InlineData("""{"x": {"dtype": "strng", "_type": "Value"}}""", "names the type \"strng\", which does not exist")]
    [InlineData("""{"x": {"_type": "Valu"}}""", "names the feature \"Valu\", which does not exist")]
    [InlineData("""{"x": {"num_classes": 2, "_type": "ClassLabel"}}""", "\"names\" is missing; expected a list of the names")]
    [InlineData("""{"x": {"_type": "List"}}""", "\"a feature\" is missing")]
    [InlineData("""{"x": 3}""", "\"a feature\" is 3; expected an object")]
    [InlineData("[]", "\"features\" is []; expected an object")]
    [InlineData("""{"x": {"dtype": 3, "_type": "Value"}}""", "\"dtype\" is 3; expected a text")]
    public void Wrong_JSON_says_what_is_wrong(string json, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Features.FromJson(JsonText.Read(json)));

        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("x: int32", "expected a list of columns")]
    [InlineData("- dtype: int32", "a column with a name")]
    [InlineData("- name: x", "one of the keys dtype, list")]
    [InlineData("- name: x\n  dtype: wrong", "names the type \"wrong\"")]
    [InlineData("- name: x\n  dtype:\n    class_label:\n      num_classes: 3", "the names of the classes")]
    [InlineData("- name: x\n  dtype:\n    class_label:\n      names:\n        '0': a\n        '2': b", "a name for each number from 0 to 1 (1 has none)")]
    [InlineData("- name: x\n  list: int32\n  length: many", "a whole number")]
    public void Wrong_YAML_says_what_is_wrong(string yaml, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Features.FromYaml(Parse(yaml)));

        Assert.Contains(expected, error.Message);
    }

    private static YamlNode Parse(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }
}
