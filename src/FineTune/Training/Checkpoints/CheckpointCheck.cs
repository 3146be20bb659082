using System.Collections;
using FineTune.IO;

namespace FineTune.Training;

/// <summary>Whether a folder is a checkpoint to resume from.</summary>
internal static class CheckpointCheck
{
    /// <summary>Gets what keeps it from being one, with the name of the file, or null.</summary>
    public static string? Problem(TrainableModel model, string folder)
    {
        string file = TrainerState.FileName;
        try
        {
            if (Manifest.Exists(folder) && Manifest.Check(folder) is { } listed)
            {
                return listed;
            }

            if (!File.Exists(Path.Combine(folder, file)))
            {
                return $"{file} is missing";
            }

            TrainerState state = TrainerState.LoadFromJson(Path.Combine(folder, file));
            if (CheckpointName.StepOf(folder) is { } step && step != state.GlobalStep)
            {
                return $"{file} is of step {state.GlobalStep}";
            }

            file = ProgressFile.FileName;
            string progress = Path.Combine(folder, file);
            if (Manifest.Exists(folder))
            {
                _ = ProgressFile.Parse(File.ReadAllText(progress));
            }
            else if (File.Exists(progress))
            {
                return $"{Manifest.FileName} is missing";
            }

            file = WeightsArtefact.FileName;
            return WeightsArtefact.Check(model, folder) ?? (Manifest.Exists(folder) ? null : UnlistedProblem(folder, state.GlobalStep));
        }
        catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
        {
            string message = exception.Message.TrimEnd('.');
            return message.Contains(file, StringComparison.Ordinal) ? message : $"{file}: {message}";
        }
    }

    /// <summary>A checkpoint without a list is the reference's: everything in it that is needed is read to see whether it can be, and is of one step.</summary>
    private static string? UnlistedProblem(string folder, int step)
    {
        string random = Path.Combine(folder, RandomArtefact.FileName);
        if (File.Exists(random))
        {
            _ = RngStateFile.Load(random);
        }

        return Read(folder, OptimizerArtefact.FileName, StepOfOptimizer, step) ?? Read(folder, SchedulerArtefact.FileName, StepOfSchedule, step);
    }

    private static string? Read(string folder, string file, Func<IReadOnlyDictionary<string, object?>, long?> stepOf, int step)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            return null;
        }

        IReadOnlyDictionary<string, object?> state = StateDictFile.Load(path);
        long? own = stepOf(state);
        StateDictFile.Release(state);
        return own is null || own == step ? null
            : $"{file} is of step {own}, {TrainerState.FileName} of step {step}: they are not of one checkpoint. Without {OptimizerArtefact.FileName} and "
                + $"{SchedulerArtefact.FileName} the optimizer would start anew";
    }

    /// <summary>The most steps any parameter has made; null for an optimizer that does not count them.</summary>
    private static long? StepOfOptimizer(IReadOnlyDictionary<string, object?> state) => (state.GetValueOrDefault(OptimizerKeys.State) as IDictionary)?
        .Values.OfType<IDictionary>()
        .Select(values => values[OptimizerKeys.Step] switch
        {
            Tensor { Length: 1 } tensor => (long?)tensor.Item(),
            long count => count,
            _ => null,
        })
        .Max();

    /// <summary>A schedule by steps has made one with each of the optimizer's; one that follows a metric says nothing.</summary>
    private static long? StepOfSchedule(IReadOnlyDictionary<string, object?> state) =>
        state.ContainsKey("lr_lambdas") ? state.GetValueOrDefault("last_epoch") as long? : null;
}
