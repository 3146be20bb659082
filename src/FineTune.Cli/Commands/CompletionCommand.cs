using FineTune.Classification;
using FineTune.Cli.Completion;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>completion</c>: the script by which a shell completes verbs, flags, their words and the names of files.</summary>
internal sealed class CompletionCommand : ICommand
{
    public string Name => "completion";

    public string Summary => "print the script by which your shell completes finetune (bash, zsh, fish, powershell)";

    public CommandGroup Group => CommandGroup.Computer;

    public FlagValues? Place => new(ValueKind.Words, CompletionScripts.Shells);

    public string Usage => "completion SHELL";

    public IReadOnlyList<string> Examples =>
    [
        "finetune completion bash > ~/.local/share/bash-completion/completions/finetune",
        "finetune completion zsh > ~/.zfunc/_finetune",
        "finetune completion fish > ~/.config/fish/completions/finetune.fish",
        "finetune completion powershell >> $PROFILE",
    ];

    public IEnumerable<Argument> Flags => [];

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        string? script = flags.Words.Count == 1 ? CompletionScripts.Of(flags.Words[0], new CompletionTable(CommandLine.Commands)) : null;
        if (script is null || flags.Problems.Count > 0)
        {
            throw new RunException([$"completion needs the name of a shell: {string.Join(", ", CompletionScripts.Shells)}.", .. flags.Problems]);
        }

        context.Output.Write(script);
        return CommandLine.Done;
    }
}
