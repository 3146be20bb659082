using FineTune.Cli.Completion;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary>A verb of the contract that does not exist yet: it says so and what to do instead.</summary>
internal sealed class LaterCommand(string name, string summary, string instead) : ICommand
{
    public string Name => name;

    public string Summary => summary + " (not yet)";

    public CommandGroup Group => CommandGroup.Training;

    public FlagValues? Place => new(ValueKind.Folders, []);

    public string Usage => name;

    public IEnumerable<Argument> Flags => [];

    public int Run(IReadOnlyList<string> words, CommandContext context) =>
        throw new RunException($"\"{name}\" cannot {summary} yet: {instead}.");
}
