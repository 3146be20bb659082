using System.Globalization;

namespace FineTune.Training;

/// <summary>The table of evaluations: Epoch or Step, Training Loss, Validation Loss, then the metrics.</summary>
internal sealed class ProgressTable(bool useColor)
{
    private static readonly string[] s_speed = ["_runtime", "_samples_per_second", "_steps_per_second", "_model_preparation_time"];
    private string[] _columns = [];

    /// <summary>The line that says what a resumed run goes on from.</summary>
    public static string GoingOn(TrainerContext context) => string.Create(
        CultureInfo.InvariantCulture,
        $"Going on from {context.ResumedFrom}: step {context.State.GlobalStep} of {context.State.MaxSteps}, epoch {PythonNumber.General(context.State.Epoch, 4)}");

    /// <summary>The rows of before a resumed run was interrupted.</summary>
    public IReadOnlyList<string> Earlier(TrainerContext context)
    {
        List<string> lines = [];
        double? loss = null;
        foreach (LogEntry entry in context.State.LogHistory)
        {
            loss = entry.TryGetValue("loss", out double logged) ? logged : loss;
            int step = entry.TryGetValue("step", out double at) ? (int)at : 0;
            if (entry.Keys.Any(key => key.StartsWith("eval_", StringComparison.Ordinal)))
            {
                lines.AddRange(EvaluationRow(Position(context, step, entry.GetValueOrDefault("epoch")), loss, entry));
            }
            else if (entry.ContainsKey("loss") && context.Args.EvalStrategy == IntervalStrategy.No)
            {
                lines.AddRange(LogRow(step, entry));
            }
        }

        return lines;
    }

    /// <summary>The lines for an evaluation: a heading first when the columns are new.</summary>
    public IReadOnlyList<string> EvaluationRow(TrainerContext context, LogEntry metrics) =>
        EvaluationRow(Position(context, context.State.GlobalStep, context.State.Epoch), context.TrainingLoss, metrics);

    /// <summary>The lines for a log, when nothing is evaluated.</summary>
    public IReadOnlyList<string> LogRow(int step, LogEntry logs) =>
        Row([("Step", step.ToString(CultureInfo.InvariantCulture)), ("Training Loss", Number(logs["loss"]))]);

    /// <summary>The line for the end of training.</summary>
    public static string Summary(LogEntry logs)
    {
        string loss = logs.TryGetValue("train_loss", out double value) ? $"training loss {Number(value)}, " : string.Empty;
        string speed = logs.TryGetValue("train_samples_per_second", out double samples)
            ? string.Create(CultureInfo.InvariantCulture, $", {PythonNumber.General(samples, 4)} examples/s")
            : string.Empty;
        return $"{loss}{PythonNumber.General(logs["train_runtime"], 4)} s{speed}";
    }

    private IReadOnlyList<string> EvaluationRow((string Name, string Value) position, double? trainingLoss, LogEntry metrics)
    {
        List<(string Name, string Value)> cells = [position, ("Training Loss", trainingLoss is { } loss ? Number(loss) : "-")];
        foreach ((string key, double value) in metrics.OrderBy(metric => metric.Key != "eval_loss")) // A file has them in another order.
        {
            if (key is not ("epoch" or "step") && !s_speed.Any(end => key.EndsWith(end, StringComparison.Ordinal)) && !key.Contains("_mem_", StringComparison.Ordinal))
            {
                cells.Add((Title(key), Number(value)));
            }
        }

        return Row(cells);
    }

    private List<string> Row(List<(string Name, string Value)> cells)
    {
        List<string> lines = [];
        if (cells.Count == _columns.Length && cells.TrueForAll(cell => _columns.Contains(cell.Name)))
        {
            cells.Sort((left, right) => Array.IndexOf(_columns, left.Name).CompareTo(Array.IndexOf(_columns, right.Name)));
        }

        string[] names = [.. cells.Select(cell => cell.Name)];
        if (!names.SequenceEqual(_columns))
        {
            _columns = names;
            string heading = string.Join("  ", names.Select(name => name.PadLeft(Width(name))));
            lines.Add(useColor ? $"\u001b[1m{heading}\u001b[0m" : heading);
        }

        lines.Add(string.Join("  ", cells.Select(cell => cell.Value.PadLeft(Width(cell.Name)))));
        return lines;
    }

    private static int Width(string name) => Math.Max(8, name.Length);

    private static (string Name, string Value) Position(TrainerContext context, int step, double epoch) => context.Args.EvalStrategy == IntervalStrategy.Epoch
        ? ("Epoch", PythonNumber.General(epoch, 4))
        : ("Step", step.ToString(CultureInfo.InvariantCulture));

    private static string Number(double value) => Math.Abs(value) is >= 0.001 and < 1e6 or 0
        ? value.ToString("F4", CultureInfo.InvariantCulture)
        : PythonNumber.General(value, 4);

    private static string Title(string key) => key == "eval_loss"
        ? "Validation Loss"
        : string.Join(' ', key.Split('_').Skip(1).Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
