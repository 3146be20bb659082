namespace FineTune.Bench.SideBySide;

/// <summary>Where the reference, the models and the data are.</summary>
/// <param name="Shared">The folder that has them.</param>
/// <param name="Python">The reference's interpreter.</param>
/// <param name="Scripts">The folder of this project's scripts for the reference.</param>
/// <param name="Command">finetune.dll.</param>
/// <param name="Work">Where runs are written.</param>
internal sealed record Place(string Shared, string Python, string Scripts, string Command, string Work)
{
    /// <summary>Gets the script that runs the reference on the flags of a run.</summary>
    public string Runner => Path.Combine(Shared, "oracle", "hf_run.py");

    public string Model(string name) => name == "minilm" ? Path.Combine(Shared, "models", "minilm") : Path.Combine(Work, "bert-" + name);

    public string TrainFile(string data) => Path.Combine(Shared, "data", data, data == "mrpc" ? "train.tsv" : "train.csv");

    public string ValidationFile(string data) => Path.Combine(Shared, "data", data, data == "mrpc" ? "dev.tsv" : "dev.csv");

    /// <summary>Makes BERT of the base size with random weights, once.</summary>
    public void MakeBase()
    {
        if (!File.Exists(Path.Combine(Model("base"), "model.safetensors")))
        {
            Child.Run(Python, [Path.Combine(Scripts, "make_bert_base.py"), Path.Combine(Shared, "vocab", "bert-base-uncased"), Model("base")]);
        }
    }
}
