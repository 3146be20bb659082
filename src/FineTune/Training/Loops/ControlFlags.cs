namespace FineTune.Training;

/// <summary>A copy of what a <see cref="TrainerControl"/> asks for.</summary>
internal readonly record struct ControlFlags(bool TrainingStop, bool EpochStop, bool Save, bool Evaluate, bool Log);
