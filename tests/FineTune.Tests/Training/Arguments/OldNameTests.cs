using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using FineTune.Training;

namespace FineTune.Tests.Training.Arguments;

public sealed partial class OldNameTests
{
    private static readonly string[] s_names = [.. OldArguments.All.Select(old => old.Name).Where(name => !name.StartsWith('_'))];

    public static TheoryData<string> Names => [.. s_names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_compiler_answers_an_old_argument_as_the_command_does(string name)
    {
        string command = OldArguments.CommandLineMessage(OldArguments.Find(name)!);

        PropertyInfo? property = typeof(TrainingArguments).GetProperty(Pascal(name));

        Assert.NotNull(property);
        Assert.Equal(InCSharp(command), AssertObsolete(property));
        Assert.Equal(typeof(object), property.PropertyType);
    }

    [Fact]
    public void Every_obsolete_argument_is_one_the_command_knows() => Assert.Equal(
        s_names.Select(Pascal).Order(StringComparer.Ordinal),
        typeof(TrainingArguments).GetProperties().Where(property => property.IsDefined(typeof(ObsoleteAttribute))).Select(property => property.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(typeof(Trainer), "Tokenizer", nameof(Trainer.ProcessingClass))]
    [InlineData(typeof(TrainerContext), "Tokenizer", nameof(TrainerContext.ProcessingClass))]
    [InlineData(typeof(HubOptions), "UseAuthToken", nameof(HubOptions.Token))]
    [InlineData(typeof(Datasets), "LoadMetric", nameof(Evaluate.Load))]
    [InlineData(typeof(Dataset), "SetFormat", nameof(Dataset.WithFormat))]
    [InlineData(typeof(DatasetDict), "SetFormat", nameof(DatasetDict.WithFormat))]
    public void Old_names_of_others_say_the_new_one(Type type, string name, string newName) =>
        Assert.Contains(newName, AssertObsolete(type.GetMember(name).Single()), StringComparison.Ordinal);

    private static string AssertObsolete(MemberInfo member)
    {
        ObsoleteAttribute obsolete = member.GetCustomAttribute<ObsoleteAttribute>()!;
        Assert.True(obsolete.IsError);
        Assert.Equal(EditorBrowsableState.Never, member.GetCustomAttribute<EditorBrowsableAttribute>()!.State);
        return obsolete.Message!;
    }

    /// <summary>What the command says with the names and values C# has: <c>--optim adafactor</c> is <c>Optim = Adafactor</c>.</summary>
    private static string InCSharp(string message)
    {
        string[] words = message.Split(' ', 2);
        return $"{Pascal(words[0].TrimStart('-'))} " + Flag().Replace(words[1], flag => Pascal(flag.Groups[1].Value)
            + (flag.Groups[2].Value is { Length: > 0 } value ? " = " + (char.IsLower(value[0]) ? Pascal(value) : value) : string.Empty)) + ".";
    }

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex(@"--(\w+)(?: ([\w./]+)(?=\)|$))?")]
    private static partial Regex Flag();
}
