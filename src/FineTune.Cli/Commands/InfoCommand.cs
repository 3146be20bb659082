using System.Text.Json.Nodes;
using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>info</c>: what this machine is and how the kernels use it, text to paste into a bug report; or which architectures there are.</summary>
internal sealed class InfoCommand : ICommand
{
    public string Name => "info";

    public string Summary => "show the CPU, the kernels in force, threads and versions, or the models that can be loaded";

    public CommandGroup Group => CommandGroup.Computer;

    public string Usage => "info [--models] [--json]";

    public IEnumerable<Argument> Flags => [VerbOptions.ModelsFlag, VerbOptions.JsonFlag];

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        if (flags.Words.Count > 0 || flags.Problems.Count > 0)
        {
            throw new RunException([.. flags.Words.Select(word => $"\"{word}\": info takes --models and --json only."), .. flags.Problems]);
        }

        VerbOptions options = VerbOptions.From(flags);
        ProcessGroup processes = ProcessGroup.Current;
        JobReport? job = options.Models || processes.IsAlone ? null : JobReport.Measure(processes);
        if (processes.IsMain)
        {
            context.Output.WriteLine(options.Models ? Models(options.Json) : Machine(options.Json, job));
        }

        return CommandLine.Done;
    }

    private static string Machine(bool json, JobReport? job)
    {
        MachineReport machine = MachineReport.Measure();
        if (!json)
        {
            return string.Join(Environment.NewLine, new[] { machine.ToText(), job?.ToText() }.OfType<string>());
        }

        JsonObject report = machine.ToJson();
        report["processes"] = job?.ToJson();
        return JsonText.Write(report);
    }

    private static string Models(bool json) => json
        ? JsonText.Write(new JsonArray([.. AutoConfig.SupportedModels.Select(model => new JsonObject
        {
            ["model_type"] = model.ModelType,
            ["config"] = model.Config.Name,
            ["model"] = model.Model.Name,
            ["sequence_classifier"] = model.SequenceClassifier.Name,
        })]))
        : string.Join(Environment.NewLine, AutoConfig.SupportedModels.Select(
            model => $"{model.ModelType,-16} {model.Model.Name,-20} {model.SequenceClassifier.Name}"));
}
