using System.Text.Json.Nodes;
using FineTune.Classification;
using FineTune.Cli.Completion;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary>What the verbs that take a run's arguments share: a JSON file as the first word, flags over it.</summary>
internal abstract class RunCommand : ICommand
{
    public abstract string Name { get; }

    public abstract string Summary { get; }

    public abstract CommandGroup Group { get; }

    public FlagValues? Place => new(ValueKind.Files, []);

    /// <inheritdoc/>
    public virtual bool LivesByOutput => true;

    public virtual string Usage => Name + " [CONFIG.json] [flags]";

    public virtual IReadOnlyList<string> Examples => [];

    public virtual IReadOnlyList<string> FirstFlags { get; } =
    [
        "model_name_or_path", "train_file", "validation_file", "dataset_name", "text_column_names", "label_column_name", "output_dir", "num_train_epochs",
        "learning_rate", "per_device_train_batch_size", "max_seq_length", "do_eval", "eval_strategy", "load_best_model_at_end", "seed",
    ];

    public IEnumerable<Argument> Flags => [.. OwnFlags, .. RunFlags];

    /// <summary>Gets which of a run's arguments the verb takes.</summary>
    protected virtual IEnumerable<Argument> RunFlags => RunConfiguration.Arguments;

    protected abstract IEnumerable<Argument> OwnFlags { get; }

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        bool hasFile = flags.Words.Count == 1 && flags.Words[0].EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        JsonObject? file = hasFile ? ReadFile(flags) : SampleRun.Find(flags);
        string[] stray = hasFile ? [.. FileKeys.TakeFlags(file!, this), .. SampleRun.Beside(flags)] : flags.Words.Count == 0 ? [] : [Stray(flags.Words)];
        RunConfiguration configuration = RunConfiguration.Read(WithDefaults(file, flags), flags, stray);
        if (Writes && configuration is { NamesOutputDir: true, Training.FastDevRun: false, Run.LrFind: false })
        {
            RunLock.RefuseIfHeld(configuration.Training.OutputDir);
        }

        return Run(configuration, VerbOptions.From(flags), context);
    }

    /// <summary>Gets whether the verb may write into <c>--output_dir</c>.</summary>
    protected virtual bool Writes => true;

    /// <summary>The arguments this verb sets unless the file or a flag says otherwise.</summary>
    protected virtual IReadOnlyDictionary<string, bool> Defaults => new Dictionary<string, bool>();

    /// <summary>A configuration that training was done with is one to use the model with.</summary>
    protected static RunConfiguration WithoutTraining(RunConfiguration configuration) =>
        configuration with { Training = configuration.Training with { DoTrain = false } };

    protected abstract int Run(RunConfiguration configuration, VerbOptions options, CommandContext context);

    /// <summary>Reads a run's configuration file.</summary>
    /// <exception cref="RunException">It is missing or not a JSON object.</exception>
    internal static JsonObject ReadJson(string path)
    {
        if (!File.Exists(path))
        {
            throw new RunException($"There is no file {path}. Paths are relative to the current directory, {Directory.GetCurrentDirectory()}.");
        }

        try
        {
            return JsonText.ReadObject(File.ReadAllText(path));
        }
        catch (FormatException exception)
        {
            throw new RunException($"{path} is not a configuration: {exception.Message}");
        }
    }

    private static JsonObject ReadFile(FlagReader flags)
    {
        try
        {
            return ReadJson(flags.Words[0]);
        }
        catch (RunException exception)
        {
            throw new RunException([.. exception.Problems, .. flags.Problems]);
        }
    }

    private static string Stray(IReadOnlyList<string> words) => $"{string.Join(", ", words.Select(word => $"\"{word}\""))}: "
        + "expected flags (--name value) and at most one configuration file that ends in .json.";

    private JsonObject? WithDefaults(JsonObject? file, FlagReader flags)
    {
        JsonObject result = file?.DeepClone().AsObject() ?? [];
        foreach ((string name, bool value) in Defaults)
        {
            if (!result.ContainsKey(name) && flags.Values.All(flag => flag.Argument.Name != name))
            {
                result[name] = value;
            }
        }

        return result;
    }
}
