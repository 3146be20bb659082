using FineTune.Cli.Commands;
using FineTune.Training;

namespace FineTune.Cli;

/// <summary>Prints the verbs, or the flags of one.</summary>
internal static class Help
{
    public static void Write(string? verb, IReadOnlyList<ICommand> commands, TextWriter output)
    {
        if (commands.FirstOrDefault(command => command.Name == verb) is { } one)
        {
            WriteVerb(one, output);
            return;
        }

        output.WriteLine("finetune: fine-tune a pretrained text classifier.");
        output.WriteLine();
        foreach (ICommand command in commands)
        {
            output.WriteLine($"  {command.Name,-10} {command.Summary}");
        }

        output.WriteLine();
        output.WriteLine("finetune VERB --help lists the flags of a verb.");
    }

    private static void WriteVerb(ICommand command, TextWriter output)
    {
        output.WriteLine($"finetune {command.Usage}");
        output.WriteLine($"  {command.Summary}");
        output.WriteLine();
        foreach (Argument flag in command.Flags.Where(flag => flag.Support != ArgumentSupport.Refused))
        {
            string initial = JsonText.WriteLine(flag.Default) is var text && text is "null" or "[]" ? string.Empty : $" Default {text}.";
            string satisfied = flag.Support == ArgumentSupport.Satisfied ? $" (no effect: {flag.Reason})" : string.Empty;
            output.WriteLine($"  --{flag.Name}");
            output.WriteLine($"      {flag.Help}; {flag.Expectation}.{initial}{satisfied}");
        }
    }
}
