using FineTune.Terminal;

namespace FineTune.Tests.Training.Logging;

public sealed class LogMessageTests
{
    private sealed record Place(string Folder, int Step);

    [Fact]
    public void Values_are_named_after_the_last_word_of_what_stands_in_the_braces()
    {
        Place place = new("out", 12_345);
        string[] names = ["a", "b"];

        LogMessage message = $"{place.Folder} at {place.Step:N0}: {string.Join(", ", names)} {{x}} {(names.Length == 1 ? "one" : "two")}, {1 + 2}, {place.Step}";

        Assert.Equal("out at 12,345: a, b {x} two, 3, 12345", message.ToString());
        Assert.Equal(
            [("Folder", "out"), ("Step", 12_345), ("Names", "a, b"), ("Text", "two"), ("Value", 3), ("Step6", 12_345), ("{OriginalFormat}", "{Folder} at {Step}: {Names} {{x}} {Text}, {Value}, {Step6}")],
            message.Select(pair => (pair.Key, pair.Value!)));
    }

    [Fact]
    public void A_text_has_no_values()
    {
        LogMessage message = "a {b}";

        Assert.Equal("a {b}", message.ToString());
        Assert.Equal("a {{b}}", Assert.Single(message).Value);
    }
}
