namespace FineTune.Training;

/// <summary>One of the ways to show progress.</summary>
internal interface IProgressRenderer
{
    void TrainBegin(TrainerContext context);

    void StepEnd(TrainerContext context);

    void PredictionStep(TrainerContext context);

    void Log(TrainerContext context, LogEntry logs);

    void Evaluated(TrainerContext context, LogEntry metrics);

    void Predicted(TrainerContext context);

    void TrainEnd(TrainerContext context);

    /// <summary>Training is left before its end: what was shown stays, and what is printed next begins on a line of its own.</summary>
    void Leave();
}
