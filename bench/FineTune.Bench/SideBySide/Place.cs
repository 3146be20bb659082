namespace FineTune.Bench.SideBySide;

/// <summary>Where the reference, the models and the data are.</summary>
/// <param name="Shared">The folder that has them.</param>
/// <param name="Python">The reference's interpreter.</param>
/// <param name="Scripts">The folder of this project's scripts for the reference.</param>
/// <param name="Command">The command, published as users get it.</param>
/// <param name="Tokenizer">The program that tokenizes a file, published like the command.</param>
/// <param name="Work">Where runs are written.</param>
internal sealed record Place(string Shared, string Python, string Scripts, string Command, string Tokenizer, string Work)
{
    private static readonly Dictionary<string, (string Name, string Vocabulary)> s_sizes = new()
    {
        ["base"] = ("bert-base", "bert-base-uncased"),
        ["roberta"] = ("roberta-base", "roberta-base"),
        ["xlmr"] = ("xlm-roberta-base", "unigram-xlm-roberta-style"),
        ["deberta"] = ("deberta-v3-base", "unigram-albert-style"),
        ["modernbert"] = ("modernbert-base", "roberta-base"),
    };

    /// <summary>Gets the script that runs the reference on the flags of a run.</summary>
    public string Runner => Path.Combine(Shared, "oracle", "hf_run.py");

    public string Model(string name) => name == "minilm" ? Path.Combine(Shared, "models", "minilm") : Path.Combine(Work, s_sizes[name].Name);

    public string TrainFile(string data) => Path.Combine(Shared, "data", data, data == "mrpc" ? "train.tsv" : "train.csv");

    public string ValidationFile(string data) => Path.Combine(Shared, "data", data, data == "mrpc" ? "dev.tsv" : "dev.csv");

    /// <summary>Makes a model of a base size with random weights, once.</summary>
    public void Make(string model)
    {
        if (s_sizes.TryGetValue(model, out (string Name, string Vocabulary) size) && !File.Exists(Path.Combine(Model(model), "model.safetensors")))
        {
            Child.Run(Python, [Path.Combine(Scripts, "make_model.py"), size.Name, Path.Combine(Shared, "vocab", size.Vocabulary), Model(model)]);
        }
    }
}
