namespace FineTune;

/// <content>What no configuration may ask for, so that a damaged file is a message and not a machine without memory.</content>
public abstract partial record PretrainedConfig
{
    private const long MostElements = int.MaxValue / 2;
    private const long MostLayers = 1000;
    private const string Kernel = "conv_kernel_size";

    private static readonly string[] Widths = ["hidden_size", "embedding_size"];
    private static readonly string[] LayerCounts = ["num_hidden_layers", "inner_group_num", "num_hidden_groups"];

    private static readonly string[] Epsilons = ["layer_norm_eps", "norm_eps"];

    private static readonly string[] Lengths =
    [
        "vocab_size", "max_position_embeddings", "type_vocab_size", "intermediate_size", "hidden_dim", "hidden_size", "relative_attention_num_buckets",
        "max_relative_positions", "position_buckets",
    ];

    private void CollectLimits(ICollection<string> problems)
    {
        string widest = Widths.MaxBy(Size)!;
        foreach (string key in Lengths.Where(key => (Int128)Size(key) * Size(widest) > MostElements))
        {
            problems.Add($"{key} ({Size(key)}) times {widest} ({Size(widest)}) is more than {MostElements} weights in one matrix; expected less.");
        }

        if ((Int128)Size(Kernel) * Size("hidden_size") * Size("hidden_size") > MostElements)
        {
            problems.Add($"{Kernel} ({Size(Kernel)}) times hidden_size ({Size("hidden_size")}) twice is more than {MostElements} weights in one matrix; expected less.");
        }

        foreach (string key in LayerCounts.Where(key => Size(key) > MostLayers))
        {
            problems.Add($"{key} is {Size(key)}; expected {MostLayers} at most.");
        }

        if (NumLabels == 0)
        {
            problems.Add("id2label names no labels; expected at least one.");
        }

        foreach (string key in Epsilons.Where(key => Contains(key) && Get<double?>(key) is not (null or (> 0 and < double.PositiveInfinity))))
        {
            problems.Add($"{key} is {PythonNumber.Repr(Get<double>(key))}; expected a number above 0.");
        }

        if (Contains("initializer_range") && !(Get<double>("initializer_range") is >= 0 and < double.PositiveInfinity))
        {
            problems.Add($"initializer_range is {PythonNumber.Repr(Get<double>("initializer_range"))}; expected a number from 0.");
        }
    }

    private long Size(string key) => _values.GetValueOrDefault(Resolve(key)) as long? ?? 0;
}
