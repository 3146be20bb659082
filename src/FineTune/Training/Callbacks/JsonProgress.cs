using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>A JSON object a line, with the keys of the log history; what is not finite becomes null, which every reader understands.</summary>
internal sealed class JsonProgress(TextWriter output) : IProgressRenderer
{
    public void TrainBegin(TrainerContext context)
    {
    }

    public void StepEnd(TrainerContext context)
    {
    }

    public void PredictionStep(TrainerContext context)
    {
    }

    public void Log(TrainerContext context, LogEntry logs)
    {
        JsonObject line = [];
        foreach ((string key, double value) in logs)
        {
            line[key] = double.IsFinite(value) ? logs.Get(key).ToJson() : null;
        }

        line["step"] = context.State.GlobalStep;
        output.WriteLine(JsonText.WriteLine(line));
        output.Flush();
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
}
