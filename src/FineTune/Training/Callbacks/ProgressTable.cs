using System.Globalization;

namespace FineTune.Training;

/// <summary>The table of evaluations: Epoch or Step, Training Loss, Validation Loss, then the metrics.</summary>
internal sealed class ProgressTable(bool useColor)
{
    private static readonly string[] s_speed = ["_runtime", "_samples_per_second", "_steps_per_second", "_model_preparation_time"];
    private string[] _columns = [];

    /// <summary>The lines for an evaluation: a heading first when the columns are new.</summary>
    public IEnumerable<string> EvaluationRow(TrainerContext context, LogEntry metrics)
    {
        List<(string Name, string Value)> cells = [Position(context), ("Training Loss", TrainingLoss(context))];
        foreach ((string key, double value) in metrics)
        {
            if (key != "epoch" && !s_speed.Any(end => key.EndsWith(end, StringComparison.Ordinal)) && !key.Contains("_mem_", StringComparison.Ordinal))
            {
                cells.Add((Title(key), Number(value)));
            }
        }

        return Row(cells);
    }

    /// <summary>The lines for a log, when nothing is evaluated.</summary>
    public IEnumerable<string> LogRow(TrainerContext context, LogEntry logs) =>
        Row([("Step", context.State.GlobalStep.ToString(CultureInfo.InvariantCulture)), ("Training Loss", Number(logs["loss"]))]);

    /// <summary>The line for the end of training.</summary>
    public static string Summary(LogEntry logs)
    {
        string loss = logs.TryGetValue("train_loss", out double value) ? $"training loss {Number(value)}, " : string.Empty;
        string speed = logs.TryGetValue("train_samples_per_second", out double samples)
            ? string.Create(CultureInfo.InvariantCulture, $", {PythonNumber.General(samples, 4)} examples/s")
            : string.Empty;
        return $"{loss}{PythonNumber.General(logs["train_runtime"], 4)} s{speed}";
    }

    private IEnumerable<string> Row(List<(string Name, string Value)> cells)
    {
        string[] names = [.. cells.Select(cell => cell.Name)];
        if (!names.SequenceEqual(_columns))
        {
            _columns = names;
            string heading = string.Join("  ", names.Select(name => name.PadLeft(Width(name))));
            yield return useColor ? $"\u001b[1m{heading}\u001b[0m" : heading;
        }

        yield return string.Join("  ", cells.Select(cell => cell.Value.PadLeft(Width(cell.Name))));
    }

    private static int Width(string name) => Math.Max(8, name.Length);

    private static (string Name, string Value) Position(TrainerContext context) => context.Args.EvalStrategy == IntervalStrategy.Epoch
        ? ("Epoch", PythonNumber.General(context.State.Epoch, 4))
        : ("Step", context.State.GlobalStep.ToString(CultureInfo.InvariantCulture));

    private static string TrainingLoss(TrainerContext context) => context.TrainingLoss is { } loss ? Number(loss) : "-";

    private static string Number(double value) => Math.Abs(value) is >= 0.001 and < 1e6 or 0
        ? value.ToString("F4", CultureInfo.InvariantCulture)
        : PythonNumber.General(value, 4);

    private static string Title(string key) => key == "eval_loss"
        ? "Validation Loss"
        : string.Join(' ', key.Split('_').Skip(1).Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
