using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>info</c>: what this machine is and how the kernels use it; text to paste into a bug report.</summary>
internal sealed class InfoCommand : ICommand
{
    public string Name => "info";

    public string Summary => "show the CPU, the kernels in force, threads and versions";

    public string Usage => "info [--json]";

    public IEnumerable<Argument> Flags => [VerbOptions.JsonFlag];

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        if (flags.Words.Count > 0 || flags.Problems.Count > 0)
        {
            throw new RunException([.. flags.Words.Select(word => $"\"{word}\": info takes --json only."), .. flags.Problems]);
        }

        MachineReport report = MachineReport.Measure();
        context.Output.WriteLine(VerbOptions.From(flags).Json ? JsonText.Write(report.ToJson()) : report.ToText());
        return CommandLine.Done;
    }
}
