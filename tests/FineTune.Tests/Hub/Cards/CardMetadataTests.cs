using System.Text.Json.Nodes;
using FineTune.Hub;
using YamlDotNet.RepresentationModel;

namespace FineTune.Tests.Hub.Cards;

public sealed class CardMetadataTests
{
    private const string Card = "---\n# who wrote it\nlanguage:\n- en\n\n# the terms\nlicense: mit\ntags: [a, b]\n---\n\n# Title\n---\nnot metadata\n---\n";

    [Theory]
    [InlineData("---\na: 1\n---\ntext", "a: 1", "text")]
    [InlineData("---\r\na: 1\r\n---\r\ntext\r\n", "a: 1", "text\r\n")]
    [InlineData("\uFEFF---\na: 1\n---", "a: 1", "")]
    [InlineData("\n  ---\na: 1\n--- \t\ntext", "a: 1", "text")]
    [InlineData("---\n\n---\ntext", "", "text")]
    [InlineData("text\n---\na: 1\n---\n", "", "text\n---\na: 1\n---\n")]
    [InlineData("---\na: 1\n----\n", "", "---\na: 1\n----\n")]
    public void The_first_block_between_dashes_is_the_metadata(string card, string yaml, string body)
    {
        CardText parts = CardText.Split(card);

        Assert.Equal((yaml, body), (parts.Yaml, parts.Body));
        Assert.Equal(card.TrimStart('\uFEFF'), parts.ToString());
    }

    [Fact]
    public void Values_are_read_as_PyYAML_reads_them()
    {
        JsonObject metadata = CardMetadata.ReadJson(
            "---\na: 1\nb: 1_000\nc: 1.5\nd: 1e-3\ne: 1.0e-3\nf: yes\ng: 'yes'\nh:\ni: ~\nj: [x, 2]\nk: {0: neg}\nl: 2024-01-01\nm: -.inf\n---\n");

        Assert.Equal(
            """{"a": 1, "b": 1000, "c": 1.5, "d": "1e-3", "e": 0.001, "f": true, "g": "yes", "h": null, "i": null, "j": ["x", 2], "k": {"0": "neg"}, "l": "2024-01-01", "m": -Infinity}""",
            JsonText.WriteLine(metadata));
    }

    [Fact]
    public void Cards_are_read_as_the_reference_reads_them()
    {
        JsonArray cards = (JsonArray)JsonText.Read(Golden.Text("hub", "cards.json"))!;

        Assert.All(cards, entry => Assert.Equal(
            JsonText.WriteLine(entry!["metadata"]), JsonText.WriteLine(CardMetadata.ReadJson(entry["card"]!.GetValue<string>()))));
    }

    [Fact]
    public void A_replaced_key_stays_in_its_place_and_nothing_else_moves()
    {
        string written = Replace(Card, ("license", "apache-2.0"), ("datasets", new JsonArray("imdb")));

        Assert.Equal(
            "---\n# who wrote it\nlanguage:\n- en\n\n# the terms\nlicense: apache-2.0\ntags: [a, b]\ndatasets:\n- imdb\n---\n\n# Title\n---\nnot metadata\n---\n",
            written);
    }

    [Fact]
    public void A_remark_before_the_next_key_outlives_the_value_above_it()
    {
        string written = Replace(Card, ("language", new JsonArray("de", "fr")));

        Assert.Equal(Card.Replace("- en\n", "- de\n- fr\n", StringComparison.Ordinal), written);
    }

    [Fact]
    public void Null_takes_a_key_out()
    {
        string written = Replace(Card, ("tags", null), ("absent", null));

        Assert.Equal(Card.Replace("tags: [a, b]\n", string.Empty, StringComparison.Ordinal), written);
    }

    [Fact]
    public void Line_endings_are_those_of_the_card()
    {
        string written = Replace(Card.ReplaceLineEndings("\r\n"), ("tags", new JsonArray("c")));

        Assert.Equal(Card.Replace("tags: [a, b]\n", "tags:\n- c\n", StringComparison.Ordinal).ReplaceLineEndings("\r\n"), written);
    }

    [Fact]
    public void A_card_without_metadata_gets_a_block_before_its_text()
    {
        Assert.Equal("---\nlicense: mit\n---\n# Title\n", Replace("# Title\n", ("license", "mit")));
        Assert.Equal("---\nlicense: mit\n---\n", Replace(string.Empty, ("license", "mit")));
    }

    [Theory]
    [InlineData("---\n{a: 1, b: 2}\n---\n", """{"a": 1, "b": 3}""")]
    [InlineData("---\nb: &list\n- 1\nc: *list\n---\n", """{"b": 3, "c": [1]}""")]
    [InlineData("---\nb: |\n  # no remark\n\n  text\nc: 1\n---\n", """{"b": 3, "c": 1}""")]
    [InlineData("---\n\"b\": 'x\n\n  y'\n? c\n: 1\n---\n", """{"b": 3, "c": 1}""")]
    public void However_a_value_is_written_only_it_changes(string card, string expected)
    {
        string written = Replace(card, ("b", 3));

        Assert.Equal(expected, JsonText.WriteLine(CardMetadata.ReadJson(written)));
    }

    [Theory]
    [InlineData("no")]
    [InlineData("1e5")]
    [InlineData("0")]
    [InlineData("2024-01-01")]
    [InlineData(" a: b # c")]
    [InlineData("line\nline\ttab \"quoted\" \\ back")]
    [InlineData("\U0001F917 \u00FC \u2028")]
    [InlineData("")]
    [InlineData("- x")]
    public void A_text_comes_back_as_the_same_text(string text)
    {
        JsonObject value = new() { [text] = text, ["list"] = new JsonArray(text, new JsonObject { ["k"] = text }) };

        string card = Replace("# Title", ("key", value));

        Assert.True(JsonNode.DeepEquals(value, CardMetadata.ReadJson(card)["key"]), card);
    }

    [Fact]
    public void Metadata_that_is_no_mapping_or_no_YAML_is_named_with_its_line()
    {
        InvalidDataException list = Assert.Throws<InvalidDataException>(() => CardMetadata.ReadJson("---\n- a\n---\n", "org/name/README.md"));
        InvalidDataException broken = Assert.Throws<InvalidDataException>(() => CardMetadata.ReadJson("---\na: 1\nb: c: d\n---\n"));

        Assert.StartsWith("The metadata of org/name/README.md", list.Message, StringComparison.Ordinal);
        Assert.Contains("line 3, column", broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [c\nd: 1")]
    [InlineData("a: {b")]
    [InlineData("a: 'b")]
    [InlineData("a: *b")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: !!python/object:x {}\n b: 1")]
    [InlineData("%")]
    public void Damaged_metadata_is_an_error_that_names_the_card(string yaml)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CardMetadata.ReadJson($"---\n{yaml}\n---\n", "org/name/README.md"));

        Assert.Contains("org/name/README.md", error.Message, StringComparison.Ordinal);
    }

    private static string Replace(string card, params ReadOnlySpan<(string Key, JsonNode? Value)> values)
    {
        List<KeyValuePair<string, YamlNode?>> nodes = [];
        foreach ((string key, JsonNode? value) in values)
        {
            nodes.Add(new(key, value is null ? null : YamlText.FromJson(value)));
        }

        return CardMetadata.Replace(card, nodes);
    }
}
