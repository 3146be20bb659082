using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FineTune.Kernels;

namespace FineTune.Training;

/// <summary>
/// What all processes of a job must have alike before the first step, or the first batch of an evaluation, since else they would wait for each other
/// somewhere in the middle of it, or train or measure something nobody asked for.
/// </summary>
internal static class JobAgreement
{
    /// <summary>What may differ from machine to machine.</summary>
    private static readonly string[] s_own = ["output_dir", "logging_dir", "run_name", "hub_token", "local_rank", "log_level", "log_level_replica", "disable_tqdm"];

    /// <summary>Sees that arguments and data are the same everywhere, and makes the weights so.</summary>
    /// <exception cref="ArgumentException">They are not; the message names the process and what differs.</exception>
    public static void Require(Trainer trainer)
    {
        ProcessGroup processes = trainer.Processes;
        if (processes.IsAlone)
        {
            return;
        }

        RunInputs inputs = RunInputs.Of(trainer);
        CompareSettings(trainer);
        Compare(processes, [.. inputs.Data.Select(pair => RowsAre(pair.Key, pair.Value)), $"the model's configuration and shapes are {inputs.Config ?? "unknown"}"]);
        if (processes.Gather(WeightsOf(trainer.Model)).Distinct().Count() > 1)
        {
            trainer.Messages.Info(LogEvent.Settings, "The processes began with different weights: those of the first are everybody's now.");
            ShareWeights(trainer);
        }
    }

    /// <summary>Sees that all evaluate the same rows with the same model. Those of a run are looked at before it (<see cref="Require"/>).</summary>
    /// <exception cref="ArgumentException">They do not, or their arguments differ; the message names the process and what differs.</exception>
    public static void RequireEvaluation(Trainer trainer, string name, IEnumerable<Example> rows)
    {
        if (trainer.Processes.IsAlone || trainer.IsInTrain)
        {
            return;
        }

        trainer.Processes.EndsTogether = false; // What one evaluation found says nothing of the next.
        CompareSettings(trainer);
        Compare(trainer.Processes, [RowsAre(name, RunInputs.RowsOf(rows)), $"the model's weights have the fingerprint {WeightsOf(trainer.Model):x16}"]);
    }

    /// <summary>Makes the main process's weights everybody's.</summary>
    public static void ShareWeights(Trainer trainer)
    {
        if (trainer.Processes.IsAlone)
        {
            return;
        }

        foreach (Parameter parameter in trainer.Model.Parameters())
        {
            trainer.Processes.Broadcast(MemoryMarshal.AsBytes(parameter.Span));
        }
    }

    /// <summary>How products are computed that are rounded to bfloat16, which is the machine's choice.</summary>
    internal static string[] ArithmeticOf(TrainingArguments args) => !args.Bf16 && !args.Bf16FullEval ? []
        : [$"the arithmetic of bfloat16 is \"{Bfloat16Support.Arithmetic}\" (FINETUNE_BF16=pairs in the environment of all of them chooses the one that every machine has)"];

    private static void CompareSettings(Trainer trainer)
    {
        JsonObject arguments = (JsonObject)JsonNode.Parse(trainer.Args.ToJson())!;
        foreach (string name in s_own)
        {
            arguments.Remove(name);
        }

        Compare(trainer.Processes, [.. arguments.Select(pair => $"{pair.Key} is {pair.Value?.ToJsonString() ?? "null"}")]);
        Compare(trainer.Processes, ArithmeticOf(trainer.Args));
    }

    private static string RowsAre(string name, string? rows) => $"the {name} data has rows and content {rows ?? "unknown"}";

    private static void Compare(ProcessGroup processes, string[] facts)
    {
        string[][] all = Array.ConvertAll(processes.GatherTexts(string.Join('\n', facts)), text => text.Split('\n'));
        for (int rank = 1; rank < all.Length; rank++)
        {
            (string ofMain, string ofRank) = all[0].Concat(Enumerable.Repeat("nothing", all[rank].Length)).Zip(all[rank].Concat(Enumerable.Repeat("nothing", all[0].Length)))
                .FirstOrDefault(pair => pair.First != pair.Second);
            if (ofRank is not null)
            {
                processes.EndsTogether = true; // All see it.
                throw new ArgumentException(
                    $"The processes are to work on one model together, but rank {rank} was given something else: there {ofRank}, on rank 0 {ofMain}. Start all with the same command and the same files.");
            }
        }
    }

    private static ulong WeightsOf(Module model)
    {
        Fingerprint all = new();
        foreach (Parameter parameter in model.Parameters())
        {
            all.AddBytes(MemoryMarshal.AsBytes(parameter.Span));
        }

        return all.Value;
    }
}
