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
    [InlineData("serve")]
    [InlineData("init")]
    [InlineData("download")]
    [InlineData("push")]
    [InlineData("login")]
    [InlineData("logout")]
    [InlineData("whoami")]
    [InlineData("cache")]
    [InlineData("completion")]
    public void The_flags_of_a_verb_are_those_of_the_list(string verb)
    {
        ICommand command = CommandLine.Commands.Single(command => command.Name == verb);

        string[] flags = [.. command.Flags.Select(flag => flag.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(File.ReadAllLines(Golden.Path("cli", $"flags-{verb}.txt")), flags);
    }
}
