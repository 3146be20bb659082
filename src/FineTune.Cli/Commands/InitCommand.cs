using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>init</c>: write a configuration with every default and a line on each.</summary>
internal sealed class InitCommand : ICommand
{
    public string Name => "init";

    public string Summary => "write a configuration file with every default and what it means";

    public string Usage => "init [CONFIG.json]";

    public IEnumerable<Argument> Flags => [];

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        if (flags.Words.Count > 1 || flags.Problems.Count > 0)
        {
            throw new RunException(["init takes the name of at most one file: finetune init CONFIG.json.", .. flags.Problems]);
        }

        string text = ConfigurationTemplate.Write();
        if (flags.Words.Count == 0)
        {
            context.Output.Write(text);
            return CommandLine.Done;
        }

        if (File.Exists(flags.Words[0]))
        {
            throw new RunException($"{flags.Words[0]} exists already. Name another file, or delete it first.");
        }

        File.WriteAllText(flags.Words[0], text);
        context.Output.WriteLine($"Wrote {flags.Words[0]}. Set model_name_or_path and train_file, then: finetune train {flags.Words[0]}");
        return CommandLine.Done;
    }
}
