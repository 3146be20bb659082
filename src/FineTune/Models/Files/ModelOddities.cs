namespace FineTune;

/// <summary>What is odd about a folder without usable weights, told by the names of its files and tensors: one sentence, with what to do.</summary>
internal static class ModelOddities
{
    private static readonly string[] Unfinished = [".incomplete", ".part", ".partial", ".crdownload", ".download", ".tmp"];
    private static readonly string[] Packed = [".gz", ".zip", ".tar", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar"];
    private static readonly string[] WeightEndings = [".safetensors", ".bin", ".pt", ".pth", ".ckpt"];
    private static readonly string[] NoWeights = ["optimizer.pt", "optimizer.bin", "scheduler.pt", "scaler.pt", "training_args.bin", "rng_state.pth", "adapter_model.bin", "adapter_model.safetensors"];

    /// <summary>Gets what an adapter is called, with its base model if its configuration names one.</summary>
    public static string AdapterOf(ModelFolder folder)
    {
        try
        {
            System.Text.Json.Nodes.JsonObject json = JsonText.ReadObject(File.ReadAllText(Path.Combine(folder.Path, "adapter_config.json")));
            string kind = json["peft_type"] is { } type ? type.ToString() == "LORA" ? "a LoRA adapter" : $"an adapter ({type})" : "an adapter";
            return json["base_model_name_or_path"]?.ToString() is { Length: > 0 } name ? $"{kind} of {name}" : kind;
        }
        catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
        {
            return "an adapter (PEFT, such as LoRA)";
        }
    }

    /// <summary>Gets what the names of a folder's files tell, or null.</summary>
    public static string? OfNames(IReadOnlyList<string> files)
    {
        if (files.FirstOrDefault(file => Unfinished.Any(end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase))) is { } part)
        {
            return $"{part} is a download that did not end: download it again.";
        }

        if (files.FirstOrDefault(file => Packed.Any(end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase))) is { } packed)
        {
            return $"{packed} is packed: unpack it first.";
        }

        if (files.FirstOrDefault(file => file.Contains("-of-", StringComparison.Ordinal) && WeightEndings.Any(file.EndsWith)) is { } shard)
        {
            return $"{shard} is one of several files of weights, whose index ({(shard.EndsWith(".bin", StringComparison.Ordinal) ? "pytorch_model.bin" : "model.safetensors")}.index.json) is missing: copy it too.";
        }

        if (files.FirstOrDefault(file => WeightEndings.Any(file.EndsWith) && !NoWeights.Contains(file) && !file.StartsWith("rng_state", StringComparison.Ordinal)) is { } other)
        {
            return other.EndsWith(".ckpt", StringComparison.Ordinal)
                ? $"{other} is a checkpoint of Lightning, whose tensors lie under \"state_dict\": load it in Python and save the model in it with save_pretrained."
                : $"{other} may hold the weights under a name that is not looked for: call it {(other.EndsWith(".safetensors", StringComparison.Ordinal) ? "model.safetensors" : "pytorch_model.bin")} if so.";
        }

        return files.FirstOrDefault(file => file.StartsWith("optimizer.", StringComparison.Ordinal)) is { } optimizer
            ? $"{optimizer} is the state of an optimizer, and not the weights of the model: copy the weights from beside it where it came from."
            : null;
    }

    /// <summary>Gets what the names of tensors tell, none of which is the model's, as a sentence after a blank; or nothing.</summary>
    public static string OfKeys(LoadReport report)
    {
        if (report.UnexpectedKeys.Any(key => key.Contains(".lora_", StringComparison.Ordinal) || key.StartsWith("base_model.model.", StringComparison.Ordinal)))
        {
            return " They are those of a LoRA adapter: merge it into its base model first (in Python: merge_and_unload, then save_pretrained).";
        }

        (string? prefix, int fitting) = report.UnexpectedKeys
            .Select(key => PrefixOf(key, report.MissingKeys))
            .OfType<string>()
            .CountBy(found => found)
            .OrderByDescending(pair => pair.Value)
            .Select(pair => ((string?)pair.Key, pair.Value))
            .FirstOrDefault();
        return prefix is null || fitting * 2 < report.UnexpectedKeys.Count ? string.Empty
            : $" The names have the prefix \"{prefix}\"{WriterOf(prefix)} too much: save the weights without it, in Python: {{name.removeprefix(\"{prefix}\"): value for name, value in weights.items()}}.";
    }

    private static string WriterOf(string prefix) => prefix switch
    {
        "model." => " (as Lightning has)",
        "module." => " (as DataParallel has)",
        "_orig_mod." => " (as torch.compile has)",
        _ => string.Empty,
    };

    /// <summary>What stands before a name of the model's, whole or without the base model's own prefix.</summary>
    private static string? PrefixOf(string key, IReadOnlyList<string> model)
    {
        foreach (string name in model)
        {
            string inner = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
            foreach (string tail in (string[])[name, inner])
            {
                if (tail.Contains('.', StringComparison.Ordinal) && key.Length > tail.Length + 1 && key.EndsWith("." + tail, StringComparison.Ordinal))
                {
                    return key[..^tail.Length];
                }
            }
        }

        return null;
    }
}
