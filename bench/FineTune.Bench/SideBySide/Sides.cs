using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Bench.SideBySide;

/// <summary>Runs a work on one side, in a process of its own.</summary>
internal sealed class Sides(Place place)
{
    private int _runs;

    public Outcome Ours(Work work) => work.Kind switch
    {
        WorkKind.Tokenize => Printed(place.Tokenizer, [place.Model(work.Model), place.TrainFile(work.Data)]),
        WorkKind.Sgemm => Printed("dotnet", [Environment.GetCommandLineArgs()[0], "--sgemm"]),
        _ => Run(place.Command, ["train", .. Flags(work)], work, "eval_results.json", []),
    };

    public Outcome Reference(Work work) => work.Kind switch
    {
        WorkKind.Tokenize => Printed(place.Python, [Script("tokenize_pairs.py"), place.Model(work.Model), place.TrainFile(work.Data)]),
        WorkKind.Sgemm => Printed(place.Python, [Script("sgemm.py")]),
        _ => Run(place.Python, [place.Runner, .. Flags(work)], work, "validation_results.json", ["--use_cpu", "true", "--disable_tqdm", "true", .. AttentionOf(work)]),
    };

    /// <summary>The reference's DeBERTa knows no attention but its own.</summary>
    private static string[] AttentionOf(Work work) => work.Model == "deberta" ? ["--attn_implementation", "eager"] : [];

    private string Script(string name) => Path.Combine(place.Scripts, name);

    private static Outcome Printed(string program, IEnumerable<string> words)
    {
        (string output, double peak) = Child.Run(program, words);
        return new Outcome(double.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture), peak);
    }

    private Outcome Run(string program, IEnumerable<string> words, Work work, string evaluationFile, string[] furtherFlags)
    {
        string folder = Path.Combine(place.Work, $"run-{++_runs}");
        try
        {
            (_, double peak) = Child.Run(program, [.. words, "--output_dir", folder, .. furtherFlags]);
            bool trains = work.Kind == WorkKind.Train;
            JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, trains ? "train_results.json" : evaluationFile)))!;
            return new Outcome((double)results[trains ? "train_samples_per_second" : "eval_samples_per_second"]!, peak);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private IEnumerable<string> Flags(Work work)
    {
        string batch = work.Batch.ToString(CultureInfo.InvariantCulture);
        List<string> flags =
        [
            "--model_name_or_path", place.Model(work.Model), "--max_seq_length", work.IsPadded || work.Data == "snips" ? "128" : "512",
            "--pad_to_max_length", work.IsPadded ? "true" : "false", "--per_device_train_batch_size", batch, "--per_device_eval_batch_size", batch,
            "--save_strategy", "no", "--logging_steps", "10", "--report_to", "none",
        ];
        if (work.Data == "mrpc")
        {
            flags.AddRange(["--text_column_names", "#1 String,#2 String", "--label_column_name", "Quality"]);
        }

        if (work.IsBf16)
        {
            flags.AddRange(["--bf16", "true"]);
        }

        flags.AddRange(work.Kind == WorkKind.Train
            ? ["--train_file", place.TrainFile(work.Data), "--max_steps", work.Steps.ToString(CultureInfo.InvariantCulture)]
            : ["--validation_file", place.ValidationFile(work.Data), "--do_train", "false", "--do_eval", "true"]);
        return flags;
    }
}
