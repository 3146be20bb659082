using FineTune.Terminal;

namespace FineTune.Tests.Terminal;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("good \u00e4 movie", "good \u00e4 movie", "good \u00e4 movie")]
    [InlineData("a\nb\tc\r\nd\re", "a\\nb\\tc\\r\\nd\\re", "a\nb\tc\r\nd\\re")]
    [InlineData("\u001b[31mred\0\u007f\u0085\u2028", "\\x1b[31mred\\x00\\x7f\\x85\\u2028", "\\x1b[31mred\\x00\\x7f\\x85\\u2028")]
    public void Control_characters_are_shown_and_do_nothing(string text, string shown, string message)
    {
        Assert.Equal(shown, VisibleText.Of(text));
        Assert.Equal(message, VisibleText.OfMessage(text));
    }
}
