using System.Globalization;
using FineTune.IO;

namespace FineTune;

/// <content>Reading and writing <c>config.json</c>.</content>
public abstract partial record PretrainedConfig
{
    /// <summary>The file a configuration is saved in.</summary>
    internal const string FileName = "config.json";

    /// <summary>The version of the reference whose format is written.</summary>
    internal const string WrittenVersion = "5.23.0";

    /// <summary>The keys every architecture has; left out of the file while they hold these values.</summary>
    private static readonly Dictionary<string, object?> CommonDefaults = new(StringComparer.Ordinal)
    {
        ["architectures"] = null,
        ["chunk_size_feed_forward"] = 0L,
        ["dtype"] = null,
        ["is_encoder_decoder"] = false,
        ["output_attentions"] = false,
        ["output_hidden_states"] = false,
        ["problem_type"] = null,
        ["return_dict"] = true,
    };

    /// <summary>Keys of older files that say nothing about the model, unless the class has them.</summary>
    private static readonly HashSet<string> DroppedKeys = new(StringComparer.Ordinal)
    {
        "_attn_implementation_internal", "_auto_class", "_commit_hash", "_experts_implementation_internal", "_is_quantized",
        "_name_or_path", "assistant_confidence_threshold", "assistant_lookbehind", "attn_implementation", "bad_words_ids",
        "base_model_fsdp_plan", "base_model_pp_plan", "base_model_tp_plan", "begin_suppress_tokens", "distributed_config",
        "diversity_penalty", "do_sample", "early_stopping", "encoder_no_repeat_ngram_size", "encoder_repetition_penalty",
        "epsilon_cutoff", "eta_cutoff", "experts_implementation", "exponential_decay_length_penalty", "forced_bos_token_id",
        "forced_eos_token_id", "id2label", "label2id", "length_penalty", "max_length", "min_length", "model_type", "name_or_path",
        "no_repeat_ngram_size", "num_assistant_tokens", "num_assistant_tokens_schedule", "num_beam_groups", "num_beams", "num_labels",
        "num_return_sequences", "output_scores", "remove_invalid_values", "repetition_penalty", "return_dict_in_generate",
        "suppress_tokens", "target_lookbehind", "temperature", "top_k", "top_p", "torch_dtype", "transformers_version",
        "transformers_weights", "typical_p", "use_cache",
    };

    /// <summary>Gets the text of <c>config.json</c>, as the reference writes it: sorted keys, indented by 2, a newline at the end.</summary>
    /// <param name="useDiff">Whether to leave out what every architecture shares and is at its default. Default true.</param>
    public string ToJsonString(bool useDiff = true)
    {
        Dictionary<string, object?> written = new(StringComparer.Ordinal);
        foreach ((string key, object? value) in ToDictionary())
        {
            if (!useDiff || !IsCommonDefault(key, value))
            {
                written[key] = EncodeSpecialFloats(value);
            }
        }

        return ConfigJson.Write(written) + "\n";
    }

    /// <summary>Writes <c>config.json</c> into a folder, which is made if it does not exist.</summary>
    /// <param name="saveDirectory">The folder.</param>
    /// <exception cref="ArgumentException">The configuration breaks a rule of its architecture.</exception>
    /// <exception cref="IOException">The path is a file, or cannot be written.</exception>
    public void SavePretrained(string saveDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(saveDirectory);
        if (File.Exists(saveDirectory))
        {
            Throw.SaveDirectoryIsFile(saveDirectory);
        }

        Validate();
        Directory.CreateDirectory(saveDirectory);
        File.WriteAllText(Path.Combine(saveDirectory, FileName), ToJsonString());
    }

    /// <summary>Checks every rule of the architecture.</summary>
    /// <exception cref="ArgumentException">Rules are broken; the message names all of them.</exception>
    public void Validate()
    {
        List<string> problems = [];
        CollectProblems(problems);
        if (problems.Count > 0)
        {
            Throw.InvalidConfig(GetType().Name, NameOrPath, problems);
        }
    }

    /// <summary>Adds what is wrong to a list, a sentence each that says what was expected.</summary>
    /// <param name="problems">The list to add to.</param>
    protected virtual void CollectProblems(ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (Get<string?>("problem_type") is { } name && !ProblemTypeNames.All.Contains(name))
        {
            problems.Add($"problem_type is \"{name}\"; expected one of {string.Join(", ", ProblemTypeNames.All)}, or null.");
        }
        else if (ProblemType == FineTune.ProblemType.SingleLabelClassification && NumLabels == 1)
        {
            problems.Add("problem_type single_label_classification needs num_labels above 1; use 2 for two classes, or regression for one number.");
        }

        CollectLimits(problems);
        if (Contains("quantization_config"))
        {
            problems.Add("quantization_config is set, but quantized weights cannot be trained; use the checkpoint it was made from.");
        }
    }

    /// <summary>Reads <c>config.json</c> of a folder into keys and values.</summary>
    internal static Dictionary<string, object?> ReadFile(string path)
    {
        try
        {
            return ConfigJson.Parse(File.ReadAllBytes(path)) as Dictionary<string, object?> ?? Throw.ConfigIsNoObject(path);
        }
        catch (FormatException exception)
        {
            return FileDisguise.OfText(path, isJson: true) is { } disguise ? Throw.DisguisedFile<Dictionary<string, object?>>(path, disguise) : Throw.ConfigIsNoJson(path, exception);
        }
    }

    /// <summary>Makes a configuration of <paramref name="defaults"/>'s class from what a file holds.</summary>
    internal static T FromFile<T>(T defaults, IReadOnlyDictionary<string, object?> values, string nameOrPath)
        where T : PretrainedConfig
    {
        T config = defaults with { NameOrPath = nameOrPath };
        config.Read(values);
        config.Translate(config._values);
        return config;
    }

    private static bool IsCommonDefault(string key, object? value) => key switch
    {
        "id2label" => SameLabels((IReadOnlyDictionary<int, string>)value!, NumberedLabels(2)),
        "label2id" => SameLabels((IReadOnlyDictionary<string, int>)value!, Inverse(NumberedLabels(2))),
        _ => CommonDefaults.TryGetValue(key, out object? common) && Equals(value, common),
    };

    private static bool SameLabels<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> left, IReadOnlyDictionary<TKey, TValue> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out TValue? value) && Equals(value, pair.Value));

    private static object? EncodeSpecialFloats(object? value) => value switch
    {
        double number when !double.IsFinite(number) => new Dictionary<string, object?> { ["__float__"] = ConfigJson.Write(number) },
        Dictionary<string, object?> map => map.ToDictionary(pair => pair.Key, pair => EncodeSpecialFloats(pair.Value)),
        object?[] list => list.Select(EncodeSpecialFloats).ToArray(),
        _ => value,
    };

    private static object? DecodeSpecialFloats(object? value) => value switch
    {
        Dictionary<string, object?> { Count: 1 } map when map.TryGetValue("__float__", out object? tag) => tag switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => value,
        },
        Dictionary<string, object?> map => map.ToDictionary(pair => pair.Key, pair => DecodeSpecialFloats(pair.Value)),
        object?[] list => list.Select(DecodeSpecialFloats).ToArray(),
        _ => Normalize(value),
    };

    /// <summary>Takes values over, in place: only for an instance nobody else holds yet.</summary>
    private void Read(IReadOnlyDictionary<string, object?> values)
    {
        foreach ((string key, object? value) in values.OrderBy(pair => _fields.Contains(pair.Key) ? 0 : 1))
        {
            if (_fields.Contains(Resolve(key)) || !DroppedKeys.Contains(key))
            {
                Set(key, value is ProblemType type ? ProblemTypeNames.NameOf(type) : DecodeSpecialFloats(value));
            }
        }

        if (values.GetValueOrDefault("torch_dtype") is string dtype && Dtype is null)
        {
            Set("dtype", dtype);
        }

        WeightsFile = values.GetValueOrDefault("transformers_weights") as string ?? WeightsFile;
        ReadLabels(values);
    }

    private void ReadLabels(IReadOnlyDictionary<string, object?> values)
    {
        LabelOddity = LabelMaps.OddityOf(values) ?? (values.ContainsKey("id2label") || values.ContainsKey("num_labels") ? null : LabelOddity);
        if (values.GetValueOrDefault("id2label") is { } labels)
        {
            _id2Label = LabelMaps.ToLabels(labels);
            _label2Id = values.GetValueOrDefault("label2id") is { } ids ? LabelMaps.ToIds(ids) : Inverse(_id2Label);
        }

        if (values.GetValueOrDefault("num_labels") is { } count)
        {
            Renumber(LabelMaps.ToCount(count));
        }
    }
}
