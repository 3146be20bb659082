using FineTune.Training;

namespace FineTune.Classification;

/// <summary>About what a run needs at its peak, in bytes; measured runs of several sizes lie within 15 % of it.</summary>
internal sealed record MemoryEstimate
{
    /// <summary>What the program itself takes: the runtime, its code, the pool's first arrays.</summary>
    private const long Program = 115_000_000;

    /// <summary>What a row takes beside its characters: objects, its tokens, its place in the order.</summary>
    private const long BytesPerRow = 190;

    /// <summary>A character in memory, and what was in the file and is not collected yet.</summary>
    private const double BytesPerCharacter = 3.3;

    /// <summary>What the collector leaves lying of a large data set's reading.</summary>
    private const long Uncollected = 40_000_000;

    private const int BytesPerFloat = sizeof(float);

    /// <summary>Gets the rows and their tokens.</summary>
    public required long Data { get; init; }

    /// <summary>Gets weights, gradients and the optimizer's state; of a table of embeddings only the rows that texts use have the last two.</summary>
    public required long Model { get; init; }

    /// <summary>Gets what forward keeps of a batch for backward, or, where that is more, the weights that an evaluation keeps packed.</summary>
    public required long Batch { get; init; }

    /// <summary>Gets what is kept of the scores of an evaluation to its end.</summary>
    public required long Scores { get; init; }

    /// <summary>Gets what a checkpoint copies while it is written.</summary>
    public required long Save { get; init; }

    public long Total => Program + Data + Model + Batch + Scores + Save;

    /// <summary>Works it out; best when the rows have been tokenized, since then their lengths and tokens are known.</summary>
    public static MemoryEstimate Of(CheckedRun run)
    {
        long data = DataBytes(run.Preparation);
        (long model, long save) = ModelBytes(run);
        return new MemoryEstimate
        {
            Data = data + Math.Min(2 * data, Uncollected),
            Model = model,
            Save = save,
            Batch = Math.Max(BatchBytes(run), PackedBytes(run)),
            Scores = Evaluated(run.Preparation).Select(split => (long)split.Rows.NumRows * NumbersKept(run.Preparation, split) * BytesPerFloat).DefaultIfEmpty().Max(),
        };
    }

    private static IEnumerable<TaskSplit> Evaluated(RunPreparation preparation) => preparation.Splits.Values.Where(split => split.Name != "train");

    /// <summary>How many numbers an evaluation keeps of a row; of rows that are predicted all scores are wanted.</summary>
    private static int NumbersKept(RunPreparation preparation, TaskSplit split) =>
        split.Name != "test" && RunMetrics.NeedOnlyClasses(preparation.Run, preparation.Labels) ? 1 : preparation.Config.NumLabels;

    private static long DataBytes(RunPreparation preparation) => preparation.Splits.Values.Sum(split =>
        (BytesPerRow * split.Rows.NumRows) + (long)(BytesPerCharacter * split.Rows.Sum(row => (long)preparation.Columns.First(row).Length + (preparation.Columns.Second(row)?.Length ?? 0))));

    private static (long Model, long Save) ModelBytes(CheckedRun run)
    {
        if (run.Steps is not { } steps)
        {
            return (run.Parameters * BytesPerFloat, 0);
        }

        TrainingArguments args = run.Args;
        double state = DiskNeed.StatePerWeight(args.Optim, args.OptimArgs);
        bool bringsRowsUpToDate = args.Optim is OptimizerNames.AdamwTorch or OptimizerNames.AdamwTorchFused;
        HashSet<Parameter> tables = [.. run.Model.NamedModules().Select(module => module.Module).OfType<Embedding>().Select(table => table.Weight)];

        // The rows of all processes: a table's gradient has those that any of them used.
        double tokens = Math.Min(run.Preparation.Encoder.DistinctTokens, (double)steps.MaxSteps * steps.TotalTrainBatchSize * run.Preparation.Encoder.LongestText);
        bool copiesAll = MemoryRoom.CopiesAll(args);
        double all = 0;
        double copied = 0;
        foreach (Parameter parameter in run.Model.Parameters())
        {
            bool isTable = tables.Contains(parameter);
            double used = isTable ? Math.Min(1, tokens / parameter.Shape[0]) : 1;
            double optimizer = !parameter.RequiresGrad ? 0 : used + (state * (bringsRowsUpToDate ? used : 1));
            double averages = args.EmaDecay is null || !parameter.RequiresGrad ? 0 : 1;
            all += parameter.Length * (1 + optimizer + averages);
            double besideModel = !parameter.RequiresGrad || args.SaveOnlyModel ? 0 : averages + (state * used);
            copied += isTable && !copiesAll ? 0 : parameter.Length * (1 + besideModel);
        }

        DiskNeed checkpoints = run.CheckpointsOf(steps);
        long save = checkpoints.Checkpoints == 0 ? 0 : Math.Min((long)copied * BytesPerFloat, copiesAll ? long.MaxValue : MemoryRoom.MostCopied(checkpoints.BytesEach));
        return ((long)(all * BytesPerFloat), save);
    }

    /// <summary>
    /// Of each token and layer about nine hidden vectors, two intermediate ones and the attention's weights are kept; next to nothing of the last
    /// layer, of which only each text's first position is computed. An evaluation has one layer at a time.
    /// </summary>
    private static long BatchBytes(CheckedRun run)
    {
        PretrainedConfig config = run.Preparation.Config;
        bool trains = run.Steps is not null;
        long longest = run.Preparation.Encoder.LongestText;
        long tokens = longest * (trains ? run.Args.AcceleratorConfig.RowsOfProcess(run.Args.TrainBatchSize, run.Args.WorldSize) : run.Args.EvalBatchSize);
        long layer = tokens * ((9L * config.HiddenSize) + (2L * IntermediateSize(config)) + (longest * config.NumAttentionHeads));
        long all = layer * Math.Max(1, config.NumHiddenLayers - 1);
        return BytesPerFloat * (!trains ? layer
            : run.Args.ActivationCheckpointing == true ? Math.Min(all, layer + (tokens * config.HiddenSize * config.NumHiddenLayers))
            : all);
    }

    /// <summary>An evaluation of several batches keeps the weights of linear layers packed.</summary>
    private static long PackedBytes(CheckedRun run) => Evaluated(run.Preparation).Any(split => split.Rows.NumRows > run.Args.EvalBatchSize)
        ? BytesPerFloat * run.Model.NamedModules().Select(module => module.Module).OfType<Linear>().Sum(linear => (long)linear.Weight.Length)
        : 0;

    private static long IntermediateSize(PretrainedConfig config) =>
        config.Contains("intermediate_size") ? config.Get<int>("intermediate_size") : config.Contains("hidden_dim") ? config.Get<int>("hidden_dim") : 4L * config.HiddenSize;
}
