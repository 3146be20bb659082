using System.Text.RegularExpressions;

namespace FineTune.Cli.Tests;

/// <summary>What README.md shows compiles and runs.</summary>
public sealed partial class ReadmeTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void The_program_of_the_readme_trains()
    {
        string reviews = command.Write("reviews.csv", "text,label", 20, i => $"it was {(i % 2 == 0 ? "good" : "bad")} {i},{i % 2}");

        TrainOutput result = ReadmeProgram.Run(reviews, command.Model, command.At("out"));

        Assert.Equal(6, result.GlobalStep);
        Assert.True(File.Exists(command.At("out", "final", "model.safetensors")));
    }

    [Fact]
    public void The_readme_shows_the_program_that_is_tested()
    {
        string readme = Code(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "README.md")), "```csharp\nusing FineTune;\n", "```")
            .Replace("\"reviews.csv\"", "reviews", StringComparison.Ordinal)
            .Replace("\"./bert-tiny\"", "model", StringComparison.Ordinal)
            .Replace("\"out/final\"", "output/final", StringComparison.Ordinal)
            .Replace("\"out\"", "output", StringComparison.Ordinal);
        string tested = Code(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "tests", "FineTune.Cli.Tests", "ReadmeProgram.cs")), "// begin", "// end")
            .Replace("bertTiny", "model", StringComparison.Ordinal)
            .Replace("Path.Combine(output, \"final\")", "output/final", StringComparison.Ordinal);

        Assert.Equal(Space().Replace(readme, string.Empty), Space().Replace(tested, string.Empty));
    }

    private static string Code(string text, string begin, string end) => text.Split(begin)[1].Split(end)[0];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
