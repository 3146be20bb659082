using System.Text.Json.Nodes;

namespace FineTune.Tests.Python;

public sealed class JsonTextTests
{
    [Fact]
    public void Floats_ints_and_names_are_written_as_python_writes_them()
    {
        JsonObject map = new()
        {
            ["b"] = 1.0,
            ["a"] = 1L,
            ["nan"] = double.NaN,
            ["inf"] = new JsonArray(double.PositiveInfinity, double.NegativeInfinity),
            ["text"] = "caf\u00e9 \"x\" \ud83d\ude00\n",
            ["empty"] = new JsonArray(),
            ["none"] = null,
        };

        Assert.Equal(
            """{"b": 1.0, "a": 1, "nan": NaN, "inf": [Infinity, -Infinity], "text": "caf\u00e9 \"x\" \ud83d\ude00\n", "empty": [], "none": null}""",
            JsonText.WriteLine(map));
    }

    [Fact]
    public void Indentation_and_sorted_keys_are_pythons()
    {
        JsonObject map = new() { ["b"] = new JsonArray(1L, new JsonObject { ["d"] = true, ["c"] = false }), ["a"] = new JsonObject() };

        Assert.Equal(
            "{\n  \"a\": {},\n  \"b\": [\n    1,\n    {\n      \"c\": false,\n      \"d\": true\n    }\n  ]\n}",
            JsonText.Write(map, indent: 2, sortKeys: true));
    }

    [Theory]
    [InlineData("{\"a\": [1, 2.5, -3e-05, NaN, Infinity, -Infinity, true, false, null, \"x\\u00e9\\n\"]}")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    public void What_is_written_reads_back(string json)
    {
        JsonNode? node = JsonText.Read(json);

        Assert.Equal(json, JsonText.WriteLine(node).Replace("3e-05", "3e-05", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"a\": }", "line 1, column 7")]
    [InlineData("{\n  \"a\" 1}", "line 2, column 7")]
    [InlineData("[1,]", "column 4")]
    [InlineData("[1] x", "the end of the text")]
    [InlineData("\"open", "closing double quote")]
    [InlineData("nul", "a value")]
    [InlineData("", "a value")]
    [InlineData("[01]", "a value")]
    [InlineData("[+1]", "a value")]
    [InlineData("[.5]", "a value")]
    [InlineData("[1.]", "a value")]
    public void A_break_is_named_with_its_place(string json, string expected)
    {
        FormatException exception = Assert.Throws<FormatException>(() => JsonText.Read(json));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_go_by_code_point_as_pythons_do() => Assert.Equal(
        """{"\u00e9": 3, "\ue000": 1, "\ud83d\ude00": 2}""",
        JsonText.Write(new JsonObject { ["\U0001F600"] = 2, ["\uE000"] = 1, ["\u00e9"] = 3 }, indent: -1, sortKeys: true));

    [Fact]
    public void Nesting_without_end_is_refused() => Assert.Throws<FormatException>(() => JsonText.Read(new string('[', 100_000)));
}
