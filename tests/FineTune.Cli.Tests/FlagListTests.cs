using FineTune.Cli.Commands;

namespace FineTune.Cli.Tests;

public sealed class FlagListTests
{
    /// <summary>A flag that is renamed or removed breaks somebody's command line. New ones are added to the list.</summary>
    [Theory]
    [InlineData("train")]
    [InlineData("plan")]
    [InlineData("resume")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("tokenize")]
    [InlineData("info")]
    [InlineData("init")]
    [InlineData("download")]
    [InlineData("push")]
    [InlineData("login")]
    [InlineData("logout")]
    [InlineData("whoami")]
    [InlineData("cache")]
    public void The_flags_of_a_verb_are_those_of_the_list(string verb)
    {
        ICommand command = CommandLine.Commands.Single(command => command.Name == verb);

        string[] flags = [.. command.Flags.Select(flag => flag.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(File.ReadAllLines(Golden.Path("cli", $"flags-{verb}.txt")), flags);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("predict")]
    [InlineData("resume")]
    public void Help_names_every_flag_that_can_be_used(string verb)
    {
        using StringWriter output = new();

        Assert.Equal(0, CommandLine.Run([verb, "--help"], TextReader.Null, output, TextWriter.Null));

        Assert.Contains("--learning_rate\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("--log_format\n", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--trust_remote_code", output.ToString(), StringComparison.Ordinal);
    }
}
