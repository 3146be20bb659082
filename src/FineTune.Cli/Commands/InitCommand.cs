using FineTune.Classification;
using FineTune.Cli.Completion;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>init</c>: write a configuration: for data, what matters for it; else every default and a line on each.</summary>
internal sealed class InitCommand : ICommand
{
    public string Name => "init";

    public string Summary => "write a configuration file: for your data with --train_file, else with every default";

    public CommandGroup Group => CommandGroup.Training;

    public FlagValues? Place => new(ValueKind.Files, []);

    public string Usage => "init [CONFIG.json] [--train_file FILE] [flags]";

    public IReadOnlyList<string> Examples =>
    [
        "finetune init config.json --train_file train.csv --validation_file dev.csv",
        "finetune init every-default.json",
    ];

    public IReadOnlyList<string> FirstFlags { get; } =
    [
        "train_file", "validation_file", "test_file", "model_name_or_path", "text_column_names", "label_column_name", "csv_sep", "task_name", "output_dir",
    ];

    public IEnumerable<Argument> Flags => RunConfiguration.Arguments;

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        string? file = flags.Words.FirstOrDefault();
        if (flags.Words.Count > 1 || flags.Problems.Count > 0)
        {
            throw new RunException([.. flags.Words.Count > 1 ? ["init takes the name of at most one file: finetune init CONFIG.json."] : Array.Empty<string>(), .. flags.Problems]);
        }

        if (file is not null && !file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw new RunException($"{file}: the name of a configuration ends in .json, or the other verbs do not take it for one: finetune init {Path.ChangeExtension(file, ".json")}");
        }

        if (file is not null && Path.Exists(file))
        {
            throw new RunException($"{file} exists already. Name another file, or delete it first.");
        }

        string? folder = file is null ? null : Path.GetDirectoryName(Path.GetFullPath(file));
        if (folder is not null && FolderPath.FileAmong(folder) is { } above)
        {
            throw new RunException($"{file}: {above} is a file. Name a folder; it is made if there is none.");
        }

        RunConfiguration configuration = RunConfiguration.Read(null, flags);
        List<string> warnings = [];
        string text = flags.Values.Count == 0 ? ConfigurationTemplate.Write() : ConfigurationDraft.Write(configuration, warnings, context.CancellationToken);
        bool namesData = TaskDataset.IsNamed(configuration.Run);
        if (namesData)
        {
            warnings.Add("The data set was not looked at: what suits its columns, labels and lengths is for you to add. init looks at files.");
        }

        foreach (string warning in warnings)
        {
            context.Errors.WriteLine("warning: " + warning);
        }

        if (file is null)
        {
            context.Output.Write(text);
            return CommandLine.Done;
        }

        Directory.CreateDirectory(folder!);
        File.WriteAllText(file, text);
        context.Output.WriteLine(configuration.Run.TrainFile is not null || namesData
            ? $"Wrote {file}. See what it will do: finetune plan {file}"
            : $"Wrote {file}. Set {(configuration.Run.ModelNameOrPath is null ? "model_name_or_path and train_file" : "train_file")}, then: finetune train {file}");
        return CommandLine.Done;
    }
}
