using System.Text.Json.Nodes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Logging;

/// <summary>log.csv and log.jsonl hold what the log history holds, whatever happened in between.</summary>
public sealed class LogFileTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Lines => File.ReadAllText(_folder.File("log.jsonl"));

    private string Table => File.ReadAllText(_folder.File("log.csv"));

    [Fact]
    public void A_line_is_a_record_of_the_log_history()
    {
        Trainer trainer = Train(Args());

        JsonObject[] lines = [.. Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
        Assert.Equal(trainer.State.LogHistory.Select(entry => JsonText.WriteLine(entry.ToJson())), lines.Select(line => JsonText.WriteLine(Python(line))));
    }

    [Fact]
    public void A_row_is_a_record_and_a_column_a_name_step_and_epoch_first()
    {
        Trainer trainer = Train(Args());

        string[] rows = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("step,epoch,loss,grad_norm,learning_rate,eval_loss,", rows[0], StringComparison.Ordinal);
        Assert.Equal(trainer.State.LogHistory.Count + 1, rows.Length);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(c => c == ','), row.Count(c => c == ',')));
        Assert.StartsWith($"1,{PythonNumber.Repr(trainer.State.LogHistory[0]["epoch"])},{PythonNumber.Repr(trainer.State.LogHistory[0]["loss"])},", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_run_has_no_record_twice()
    {
        Train(Args());
        (string lines, string table) = (WithoutTimes(Lines), Table);
        int columns = table.Split('\n')[0].Split(',').Length;
        using RunFolder other = new();
        TrainingArguments args = Args() with { OutputDir = other.Path };
        using CancellationTokenSource kill = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Make(args, new CancelAt(4, kill)).Train(cancellationToken: kill.Token));
        File.AppendAllText(other.File("log.jsonl"), "{\"loss\": 0.1, \"step\": 4}\n{\"loss\": 0.");
        File.AppendAllText(other.File("log.csv"), "4,1.0,0.1");

        Make(args).Train(ResumeFrom.LastCheckpoint);

        Assert.Equal(lines, WithoutTimes(File.ReadAllText(other.File("log.jsonl"))));
        string[] rows = File.ReadAllText(other.File("log.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, rows.Length);
        Assert.Equal(columns, rows[0].Split(',').Length);
    }

    [Fact]
    public void A_new_run_in_the_folder_begins_the_files_anew()
    {
        Train(Args());
        int lines = Lines.Split('\n').Length;

        Train(Args());

        Assert.Equal(lines, Lines.Split('\n').Length);
    }

    [Fact]
    public void What_a_killed_process_left_unfinished_is_dropped()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder.File("log.jsonl"), "{\"step\": 1}\n{\"st");
        File.WriteAllText(_folder.File("log.csv"), "step,epoch,eval_loss\n1,0.5,0.25\n2,0.");

        _ = Make(Args()).Evaluate();

        Assert.StartsWith("{\"step\": 1}\n{\"eval_loss\"", Lines, StringComparison.Ordinal);
        string[] rows = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("step,epoch,eval_loss,eval_", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("1,0.5,0.25,", rows[1], StringComparison.Ordinal);
        Assert.Equal(3, rows.Length);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_null_in_json_lines()
    {
        TrainerContext context = new(Args(), new TrainerState(), new TrainerControl());

        new JsonLinesCallback().OnLog(context, new LogEntry { ["loss"] = double.NaN });

        Assert.Equal("{\"loss\": null, \"step\": 0}\n", Lines);
    }

    [Fact]
    public void A_log_that_cannot_be_written_does_not_end_training()
    {
        foreach (string name in new[] { "log.csv", "log.jsonl" })
        {
            Directory.CreateDirectory(_folder.File(name));
        }

        File.WriteAllText(_folder.File("runs"), "a file in the place of the folder");

        Trainer trainer = Train(Args() with { ReportTo = ["csv", "jsonl", "tensorboard"] });

        Assert.Equal(10, trainer.State.GlobalStep);
    }

    [Fact]
    public void One_with_settings_of_its_own_takes_the_place_of_the_one_that_is_named()
    {
        Trainer trainer = Make(Args(), new CsvCallback { FilePath = _folder.File("deep", "own.csv") });

        _ = trainer.Train();

        Assert.True(File.Exists(_folder.File("deep", "own.csv")));
        Assert.False(File.Exists(_folder.File("log.csv")));
    }

    private TrainingArguments Args() => TinyTrainer.Args(_folder) with
    {
        NumTrainEpochs = 2,
        EvalStrategy = IntervalStrategy.Epoch,
        SaveStrategy = SaveStrategy.Steps,
        SaveSteps = 3,
        ReportTo = ["csv", "jsonl"],
    };

    private static Trainer Make(TrainingArguments args, params IReadOnlyList<TrainerCallback> callbacks) => TinyTrainer.Make(args, null, callbacks);

    private static Trainer Train(TrainingArguments args)
    {
        Trainer trainer = Make(args);
        _ = trainer.Train();
        return trainer;
    }

    /// <summary>Other readers see 1 where Python wrote 1.0; the text is what counts.</summary>
    private static JsonNode? Python(JsonObject line) => JsonText.Read(line.ToJsonString());

    private static string WithoutTimes(string lines) => System.Text.RegularExpressions.Regex.Replace(lines, "\"[a-z_]*(runtime|per_second)\": [^,}]*", "time");

    private sealed class CancelAt(int step, CancellationTokenSource source) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context)
        {
            if (context.State.GlobalStep == step)
            {
                source.Cancel();
            }
        }
    }
}
