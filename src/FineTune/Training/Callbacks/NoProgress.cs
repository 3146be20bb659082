namespace FineTune.Training;

/// <summary>Shows nothing.</summary>
internal sealed class NoProgress : IProgressRenderer
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
