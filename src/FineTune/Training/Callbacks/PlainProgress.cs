using System.Globalization;
using System.Text;

namespace FineTune.Training;

/// <summary>A line of text for everything that is logged, and now and then one in between; no control characters.</summary>
internal sealed class PlainProgress(TextWriter output, TimeProvider clock) : IProgressRenderer
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30);
    private ProgressRate _rate = new(clock, firstStep: 0);
    private long _lastLine;

    public void TrainBegin(TrainerContext context)
    {
        _rate = new ProgressRate(clock, context.State.GlobalStep);
        _lastLine = clock.GetTimestamp();
        if (context.ResumedFrom is not null)
        {
            Write(new StringBuilder(ProgressTable.GoingOn(context)));
        }
    }

    public void StepEnd(TrainerContext context)
    {
        if (clock.GetElapsedTime(_lastLine) >= s_silence)
        {
            StringBuilder line = Begin(context);
            AppendTrainingLoss(line, context);
            Write(line.Append("  ").Append(_rate.Describe(context.State)));
        }
    }

    public void PredictionStep(TrainerContext context)
    {
    }

    public void Log(TrainerContext context, LogEntry logs)
    {
        if (context.State.MaxSteps == 0)
        {
            return; // Nothing was trained: an evaluation by itself is not at any step.
        }

        StringBuilder line = Begin(context);
        if (logs.Keys.Any(key => key.StartsWith("eval_", StringComparison.Ordinal)))
        {
            AppendTrainingLoss(line, context);
        }

        foreach (string key in logs.Keys.Where(key => key is not ("epoch" or "total_flos")))
        {
            line.Append("  ").Append(key).Append(' ').Append(logs.Get(key).ToShortText());
        }

        Write(line);
    }

    public void Evaluated(TrainerContext context, LogEntry metrics)
    {
    }

    public void Predicted(TrainerContext context)
    {
    }

    public void TrainEnd(TrainerContext context)
    {
    }

    public void Leave()
    {
    }

    private static StringBuilder Begin(TrainerContext context) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"step {context.State.GlobalStep}/{context.State.MaxSteps}  epoch ")
        .Append(PythonNumber.General(context.State.Epoch, 4));

    private static void AppendTrainingLoss(StringBuilder line, TrainerContext context)
    {
        if (context.TrainingLoss is { } loss)
        {
            line.Append("  training loss ").Append(PythonNumber.General(loss, 4));
        }
    }

    private void Write(StringBuilder line)
    {
        output.WriteLine(line);
        output.Flush();
        _lastLine = clock.GetTimestamp();
    }
}
