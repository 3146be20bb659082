using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>The arguments a run was begun with, as they lie in its folder.</summary>
internal sealed class StoredRun
{
    /// <summary>The file in a run's folder that holds its <see cref="RunArguments"/>.</summary>
    public const string FileName = "run_args.json";

    private static readonly string[] s_paths =
        ["model_name_or_path", "config_name", "tokenizer_name", "train_file", "validation_file", "test_file"];

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

        JsonObject json = [];
        foreach (string file in new[] { FileName, TrainingArguments.FileName })
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path))
            {
                throw new RunException($"{folder} is not the folder of a run: it has no {file}, which `train` writes before its first step.");
            }

            try
            {
                foreach ((string name, JsonNode? value) in JsonText.ReadObject(File.ReadAllText(path)))
                {
                    json[name] = value?.DeepClone();
                }
            }
            catch (FormatException exception)
            {
                throw new RunException($"{path} is damaged: {exception.Message} "
                    + (file == FileName ? "Start the run again with `train` and the same flags." : "Copy it from a checkpoint-N of the run."));
            }
        }

        return new StoredRun(folder, json);
    }

    /// <summary>Writes the run's own arguments, its files by their full paths, so that it can be resumed from any directory.</summary>
    public static void Write(string folder, RunArguments run)
    {
        JsonObject json = RunConfiguration.ToJson(run);
        foreach (string name in s_paths)
        {
            if (json[name]?.GetValue<string>() is { } path && (File.Exists(path) || Directory.Exists(path)))
            {
                json[name] = Path.GetFullPath(path);
            }
        }

        try
        {
            Directory.CreateDirectory(folder);
            string target = Path.Combine(folder, FileName);
            File.WriteAllText(target + ".new", JsonText.Write(json) + "\n");
            File.Move(target + ".new", target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"--output_dir {folder} cannot be written: {exception.Message} Name another folder, or change its permissions.");
        }
    }

    /// <summary>Lays flags over the stored arguments and sorts out what they change.</summary>
    public ArgumentChanges Change(FlagReader flags)
    {
        JsonObject stored = _json.DeepClone().AsObject();
        stored["output_dir"] = _folder;
        stored["do_train"] = true;
        RunConfiguration before = RunConfiguration.Read(stored, new FlagReader(RunConfiguration.Arguments, [])).Validated();
        RunConfiguration after = RunConfiguration.Read(stored, flags).Validated();
        return new ArgumentChanges(before, after);
    }
}
