namespace FineTune.Cli.Tests;

public sealed class SystemErrorTests
{
    [Theory]
    [InlineData(28, "free some room")]
    [InlineData(122, "quota")]
    [InlineData(13, "permissions")]
    [InlineData(1, "permissions")]
    [InlineData(30, "mounted read-only")]
    [InlineData(24, "ulimit -n")]
    [InlineData(27, "ulimit -f")]
    [InlineData(36, "too long")]
    [InlineData(5, "fails")]
    [InlineData(116, "fails")]
    [InlineData(unchecked((int)0x80070070), "free some room")]
    [InlineData(unchecked((int)0x80070005), "permissions")]
    public void What_the_system_refuses_comes_with_what_helps(int number, string fix)
    {
        string message = SystemError.Describe(new IOException("No: '/some/path'.", number));

        Assert.StartsWith("No: '/some/path'. ", message, StringComparison.Ordinal);
        Assert.Contains(fix, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_errors_say_it_themselves() => Assert.Equal("as it is.", SystemError.Describe(new CheckpointException("as it is.")));
}
