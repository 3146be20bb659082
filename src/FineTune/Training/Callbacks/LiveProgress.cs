using System.Globalization;
using FineTune.Terminal;

namespace FineTune.Training;

/// <summary>A bar on the last line of a terminal, and above it a table with a row for each evaluation (each log, when nothing is evaluated).</summary>
internal sealed class LiveProgress(TextWriter output, TimeProvider clock, int width, bool useColor) : IProgressRenderer
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);

    private readonly LiveLine _line = new(output, width);
    private readonly ProgressTable _table = new(useColor);
    private ProgressRate _rate = new(clock, firstStep: 0);
    private long _lastFrame;
    private int _predicted;
    private bool _isTraining;

    public void TrainBegin(TrainerContext context)
    {
        _isTraining = true;
        _rate = new ProgressRate(clock, context.State.GlobalStep);
        Above(context.ResumedFrom is null ? [] : [ProgressTable.GoingOn(context), .. _table.Earlier(context)], context);
    }

    public void StepEnd(TrainerContext context)
    {
        if (IsDue() || context.State.GlobalStep >= context.State.MaxSteps)
        {
            Draw(Training(context));
        }
    }

    public void PredictionStep(TrainerContext context)
    {
        _predicted++;
        if (IsDue() || _predicted == context.EvalBatchCount)
        {
            string count = context.EvalBatchCount is { } all ? $"{TextBar.Of(_predicted, all)} {_predicted}/{all}" : $"{_predicted} batches";
            Draw("evaluating " + count);
        }
    }

    public void Log(TrainerContext context, LogEntry logs)
    {
        if (!_isTraining)
        {
            return;
        }

        bool isRow = context.Args.EvalStrategy == IntervalStrategy.No && logs.ContainsKey("loss");
        if (isRow)
        {
            Above(_table.LogRow(context.State.GlobalStep, logs), context);
        }
        else if (logs.ContainsKey("train_runtime"))
        {
            Above([ProgressTable.Summary(logs)], context);
        }
    }

    /// <summary>An evaluation by itself belongs to no row of the table: its caller has what it found.</summary>
    public void Evaluated(TrainerContext context, LogEntry metrics)
    {
        _predicted = 0;
        Above(_isTraining ? _table.EvaluationRow(context, metrics) : [], context);
    }

    public void Predicted(TrainerContext context)
    {
        _predicted = 0;
        _line.Clear();
    }

    public void TrainEnd(TrainerContext context)
    {
        _isTraining = false;
        _line.Above([TextBar.Cut(Training(context), width)]);
    }

    public void Leave()
    {
        _isTraining = false;
        _predicted = 0;
        _line.Leave();
    }

    private string Training(TrainerContext context)
    {
        TrainerState state = context.State;
        int percent = state.MaxSteps <= 0 ? 100 : (int)Math.Min(100, state.GlobalStep * 100L / state.MaxSteps);
        string loss = context.TrainingLoss is { } value ? $"  loss {PythonNumber.General(value, 4)}" : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{percent,3}% {TextBar.Of(state.GlobalStep, state.MaxSteps)} {state.GlobalStep}/{state.MaxSteps}  {_rate.Describe(state)}{loss}");
    }

    private bool IsDue() => clock.GetElapsedTime(_lastFrame) >= s_frame;

    private void Above(IReadOnlyList<string> lines, TrainerContext context)
    {
        _line.Above(lines);
        if (_isTraining)
        {
            Draw(Training(context));
        }
    }

    private void Draw(string status)
    {
        _line.Draw(status);
        _lastFrame = clock.GetTimestamp();
    }
}
