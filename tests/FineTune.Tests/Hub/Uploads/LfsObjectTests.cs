using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Uploads;

public sealed class LfsObjectTests
{
    [Fact]
    public void No_action_means_that_the_Hub_has_it()
    {
        Assert.Null(Read("""{"oid": "ab", "size": 10}""").UploadUrl);
    }

    [Fact]
    public void Parts_are_put_in_order_of_their_numbers()
    {
        LfsObject action = Read("""{"oid": "ab", "actions": {"upload": {"href": "u", "header": {"00002": "b", "chunk_size": "4", "00001": "a", "00003": "c"}}}}""");

        Assert.Equal((4, "u", "a b c"), (action.ChunkSize, action.UploadUrl, string.Join(' ', action.PartUrls)));
    }

    [Theory]
    [InlineData("""{"oid": "other"}""", "does not mention")]
    [InlineData("""{"oid": "ab", "error": {"code": 422, "message": "too large"}}""", "too large (code 422)")]
    [InlineData("""{"oid": "ab", "actions": {"upload": {}}}""", "where to send")]
    [InlineData("""{"oid": "ab", "actions": {"upload": {"href": "u", "header": {"chunk_size": "0"}}}}""", "\"0\" bytes")]
    [InlineData("""{"oid": "ab", "actions": {"upload": {"href": "u", "header": {"chunk_size": "4", "00001": "a", "00002": "b"}}}}""", "3 parts, but 2 addresses")]
    public void An_answer_that_makes_no_sense_is_an_error_that_names_the_file(string entry, string expected)
    {
        HubException error = Assert.Throws<HubException>(() => Read(entry));

        Assert.Contains("model.bin", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static LfsObject Read(string entry) => LfsObject.Read(JsonNode.Parse($$"""{"objects": [{{entry}}]}"""), "model.bin", "ab", 10);
}
