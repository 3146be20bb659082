using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>The arguments a run was begun with, as they lie in its folder.</summary>
internal sealed class StoredRun
{
    private static readonly string[] s_paths =
        ["model_name_or_path", "config_name", "tokenizer_name", "train_file", "validation_file", "test_file"];

    private const string ResumeFromCheckpoint = "resume_from_checkpoint";

    private readonly string _folder;
    private readonly JsonObject _json;

    private StoredRun(string folder, JsonObject json) => (_folder, _json) = (folder, json);

    /// <summary>Reads a run's folder.</summary>
    /// <exception cref="RunException">It is not one.</exception>
    public static StoredRun Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RunException($"There is no folder {folder}. Name the --output_dir of the run to go on with.");
        }

        JsonObject json = ReadCommand(folder);
        string path = Path.Combine(folder, TrainingArguments.FileName);
        try
        {
            foreach ((string name, JsonNode? value) in JsonText.ReadObject(File.ReadAllText(Require(folder, TrainingArguments.FileName))))
            {
                json[name] = value?.DeepClone();
            }
        }
        catch (FormatException exception)
        {
            throw new RunException($"{path} is damaged: {exception.Message} Copy it from a checkpoint-N of the run.");
        }

        return new StoredRun(folder, json);
    }

    /// <summary>Gets the run's own arguments as they are kept with it: its files by their full paths, so that it can be resumed from any directory.</summary>
    public static JsonObject CommandOf(RunArguments run)
    {
        JsonObject json = RunConfiguration.ToJson(run);
        foreach (string name in s_paths)
        {
            if (json[name]?.GetValue<string>() is { } path)
            {
                json[name] = FullPath(path);
            }
        }

        return json;
    }

    /// <summary>Sees that a run can write into its folder, before anything else is done for it.</summary>
    /// <exception cref="RunException">It cannot.</exception>
    public static void RequireWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, ".saving-" + Guid.NewGuid().ToString("N"));
            File.WriteAllText(probe, string.Empty);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"--output_dir {folder} cannot be written: {exception.Message} Name another folder, or change its permissions.");
        }
    }

    /// <summary>Gets the checkpoint that a flag names to go on from in place of the newest.</summary>
    /// <exception cref="RunException">There is no such folder.</exception>
    public static string? NamedCheckpoint(FlagReader flags)
    {
        string? folder = flags.Values.Where(flag => flag.Argument.Name == ResumeFromCheckpoint).Select(flag => flag.Value?.ToString()).LastOrDefault();
        return folder is null || Directory.Exists(folder) ? folder
            : throw new RunException($"--{ResumeFromCheckpoint} {folder}: there is no such folder. Name a checkpoint, such as out/checkpoint-500, or leave it out to go on from the newest.");
    }

    /// <summary>Lays flags over the stored arguments and sorts out what they change. The checkpoint to go on from is none of the run's arguments.</summary>
    public ArgumentChanges Change(FlagReader flags)
    {
        JsonObject stored = _json.DeepClone().AsObject();
        stored["output_dir"] = _folder;
        stored["do_train"] = true;
        RunConfiguration before = RunConfiguration.Read(stored, new FlagReader(RunConfiguration.Arguments, [])).Validated();
        RunConfiguration after = RunConfiguration.Read(stored, flags).Validated();
        string folder = FullPath(after.Training.OutputDir!) == FullPath(_folder) ? _folder : after.Training.OutputDir!;
        after = after with
        {
            Run = WithFullPaths(after.Run, flags),
            Training = after.Training with { ResumeFromCheckpoint = before.Training.ResumeFromCheckpoint, OutputDir = folder },
        };
        return new ArgumentChanges(before, after, NamedCheckpoint(flags) ?? Trainer.GetLastCheckpoint(_folder));
    }

    /// <summary>What flags name is kept, and so compared, by its full path; of what was kept a name of the Hub must not become a folder that happens to be here.</summary>
    private static RunArguments WithFullPaths(RunArguments run, FlagReader flags)
    {
        foreach (string name in flags.Values.Select(flag => flag.Argument.Name).Intersect(s_paths))
        {
            Argument<RunArguments> argument = RunArgumentTable.Find(name)!;
            if (argument.Read(run)?.GetValue<string>() is { } path)
            {
                run = argument.Write(run, JsonValue.Create(FullPath(path)));
            }
        }

        return run;
    }

    /// <summary>Gets the full path of what is there; a name of the Hub stays as it is.</summary>
    private static string FullPath(string path) =>
        File.Exists(path) || Directory.Exists(path) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : path;

    private static JsonObject ReadCommand(string folder)
    {
        try
        {
            _ = Require(folder, RunRecord.FileName);
            return RunRecord.Read(folder)!.Command?.DeepClone().AsObject()
                ?? throw new RunException($"{folder} is the folder of a run that `finetune train` did not begin: go on with the program that did.");
        }
        catch (CheckpointException exception)
        {
            throw new RunException($"{exception.InnerException?.Message ?? exception.Message} "
                + $"{Path.Combine(folder, RunRecord.FileName)} is damaged: start the run again with `train` and the same flags.");
        }
    }

    private static string Require(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? path
            : throw new RunException($"{folder} is not the folder of a run: it has no {file}, which `train` writes before its first step.");
    }
}
