using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Writes a <see cref="RunPlan"/> as JSON and for people.</summary>
internal static class RunPlanText
{
    public static JsonObject ToJson(RunPlan plan)
    {
        RunPreparation run = plan.Preparation;
        TrainingArguments args = run.Training.Resolve();
        JsonObject json = new()
        {
            ["model"] = run.Run.ModelNameOrPath,
            ["model_type"] = run.Config.ModelType,
            ["num_parameters"] = plan.NumParameters,
            ["num_parameters_without_embeddings"] = plan.NumParametersOutsideEmbeddings,
            ["text_columns"] = new JsonArray([.. run.Columns.Text.Select(name => JsonValue.Create(name))]),
            ["label_column"] = run.Columns.Label,
            ["problem_type"] = EnumSpelling<ProblemType>.Of(run.Labels.Problem),
            ["labels"] = new JsonArray([.. run.Labels.Names.Select(name => JsonValue.Create(name))]),
            ["max_seq_length"] = run.MaxLength,
            ["splits"] = new JsonObject(plan.Splits.Select(split => KeyValuePair.Create(split.Name, (JsonNode?)ToJson(split)))),
        };
        if (plan.Steps is { } steps)
        {
            json["num_train_epochs"] = steps.NumTrainEpochs;
            json["steps_per_epoch"] = steps.UpdateStepsPerEpoch;
            json["total_steps"] = steps.MaxSteps;
            json["warmup_steps"] = args.GetWarmupSteps(steps.MaxSteps);
            json["total_train_batch_size"] = steps.TotalTrainBatchSize;
            json["total_flos"] = plan.Flops is null ? null : Whole(plan.Flops.Total);
            if (plan.Flops is { IsEstimate: true })
            {
                json["total_flos_is_estimate"] = true;
            }

            json["padding_share"] = plan.Flops is null ? null : Share(plan.Flops.Padding, plan.Flops.Elements);
        }

        if (plan.ClassWeights.Count > 0)
        {
            json["class_weights"] = new JsonObject(plan.ClassWeights.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
        }

        json["precision"] = PrecisionOfRun.Describe(args);
        json["estimated_time"] = plan.Time?.ToJson();
        json["memory_bytes"] = plan.Memory;
        json["disk_bytes"] = plan.Disk;
        json["checkpoints"] = plan.Checkpoints is { } need ? new JsonObject { ["at_once"] = need.Checkpoints, ["bytes_each"] = need.BytesEach } : null;
        json["warnings"] = new JsonArray([.. plan.Warnings.Select(text => JsonValue.Create(text))]);
        json["arguments_without_effect"] = new JsonArray([.. plan.WithoutEffect.Select(text => JsonValue.Create(text))]);
        return json;
    }

    public static string ToText(RunPlan plan)
    {
        RunPreparation run = plan.Preparation;
        StringBuilder text = new();
        text.AppendLine($"Model       {run.Run.ModelNameOrPath} ({run.Config.ModelType}, {GroupedNumber.Text(plan.NumParameters)} weights)");
        text.AppendLine("Text        " + string.Join(run.Columns.IsPair ? " and, as a pair, " : " + ", run.Columns.Text.Select(VisibleText.Of)));
        text.AppendLine($"Label       {VisibleText.Of(run.Columns.Label)}: {EnumSpelling<ProblemType>.Of(run.Labels.Problem)}"
            + (run.Labels.Names.Count > 0 ? $" of {run.Labels.Names.Count}" : string.Empty));
        foreach (SplitReport split in plan.Splits)
        {
            Append(text, split, run.MaxLength);
        }

        if (plan.Steps is { } steps)
        {
            TrainingArguments args = run.Training.Resolve();
            text.AppendLine($"Steps       {GroupedNumber.Text(steps.UpdateStepsPerEpoch)} an epoch, {GroupedNumber.Text(steps.MaxSteps)} in all "
                + $"({GroupedNumber.Text(args.GetWarmupSteps(steps.MaxSteps))} of warm-up), {GroupedNumber.Text(steps.TotalTrainBatchSize)} rows each");
            text.AppendLine(plan.Flops is null
                ? "Work        not known beforehand: the order of rows depends on the random numbers of training"
                : $"Work        total_flos {(plan.Flops.IsEstimate ? "about " : string.Empty)}{GroupedNumber.Text(plan.Flops.Total)}; {Percent(plan.Flops.Padding, plan.Flops.Elements)} of a batch is padding");
        }

        if (plan.ClassWeights.Count > 0)
        {
            text.AppendLine("Weights     " + string.Join(", ", plan.ClassWeights.Take(30).Select(pair => $"{VisibleText.Of(pair.Key)} {PythonNumber.General(pair.Value, 4)}"))
                + (plan.ClassWeights.Count > 30 ? $", and {plan.ClassWeights.Count - 30} more" : string.Empty));
        }

        text.AppendLine($"Precision   {PrecisionOfRun.Describe(run.Training)}");
        if (plan.Time is { } time)
        {
            text.AppendLine($"Time        {time}");
        }

        MemoryEstimate memory = plan.MemoryParts;
        text.AppendLine($"Memory      about {ByteSize.Text(plan.Memory)}: model and optimizer {ByteSize.Text(memory.Model)}, a batch {ByteSize.Text(memory.Batch)}, rows {ByteSize.Text(memory.Data)}"
            + (memory.Scores > 0 ? $", scores {ByteSize.Text(memory.Scores)}" : string.Empty) + (memory.Save > 0 ? $", a save {ByteSize.Text(memory.Save)}" : string.Empty) + ", and the program");
        text.AppendLine($"Disk        about {ByteSize.Text(plan.Disk)}"
            + (plan.Checkpoints is { Checkpoints: > 0 } need ? $": {need}, and the model" : string.Empty));
        foreach (string warning in plan.Warnings)
        {
            text.AppendLine("Warning     " + VisibleText.OfMessage(warning));
        }

        foreach (string argument in plan.WithoutEffect)
        {
            text.AppendLine("No effect   " + argument);
        }

        return text.ToString().TrimEnd();
    }

    private static JsonObject ToJson(SplitReport split) => new()
    {
        ["file"] = split.File,
        ["rows"] = split.Rows,
        ["empty_rows"] = split.EmptyRows,
        ["duplicated_rows"] = split.DuplicatedRows,
        ["rows_shared_with_train"] = split.RowsSharedWithTrain,
        ["label_counts"] = new JsonObject(split.LabelCounts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["longest"] = split.Lengths.Max(),
        ["mean_length"] = split.Lengths.Average(),
        ["length_histogram"] = new JsonObject(split.Histogram().Select(bin =>
            KeyValuePair.Create(bin.UpTo.ToString(CultureInfo.InvariantCulture), (JsonNode?)bin.Rows))),
        ["truncated_rows_share"] = Share(split.TruncatedRows, split.Rows),
        ["truncated_tokens_share"] = Share(split.TruncatedTokens, split.Tokens),
    };

    private static void Append(StringBuilder text, SplitReport split, int maxLength)
    {
        text.AppendLine($"{char.ToUpperInvariant(split.Name[0])}{split.Name[1..],-10} {split.File}: {GroupedNumber.Text(split.Rows)} rows"
            + Some(split.EmptyRows, "empty") + Some(split.DuplicatedRows, "duplicated") + Some(split.RowsSharedWithTrain, "also in train"));
        if (split.LabelCounts.Count > 0)
        {
            text.AppendLine("            labels: " + string.Join(", ", split.LabelCounts.Take(30).Select(pair => $"{VisibleText.Of(pair.Key)} {GroupedNumber.Text(pair.Value)}"))
                + (split.LabelCounts.Count > 30 ? $", and {split.LabelCounts.Count - 30} more" : string.Empty));
        }

        text.AppendLine("            tokens: " + string.Join(", ", split.Histogram().Select(bin => $"up to {GroupedNumber.Text(bin.UpTo)}: {GroupedNumber.Text(bin.Rows)}")));
        if (split.TruncatedRows > 0)
        {
            text.AppendLine($"            cut to {GroupedNumber.Text(maxLength)} tokens: {Percent(split.TruncatedRows, split.Rows)} of the rows lose "
                + $"{Percent(split.TruncatedTokens, split.Tokens)} of all tokens");
        }
    }

    private static string Some(int count, string what) => count == 0 ? string.Empty : $", {GroupedNumber.Text(count)} {what}";

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private static string Percent(long part, long whole) => Share(part, whole).ToString("P1", CultureInfo.InvariantCulture);

    private static JsonNode Whole(double value) => value < 1L << 62 ? JsonValue.Create((long)value) : JsonValue.Create(value);
}
