using System.Globalization;
using FineTune.Training;

namespace FineTune;

/// <summary>
/// Writes what is logged for TensorBoard, under <c>runs</c> in the run's folder or in the folder that the environment variable
/// <c>TENSORBOARD_LOGGING_DIR</c> names. Every Trainer whose <see cref="TrainingArguments.ReportTo"/> names tensorboard has one.
/// </summary>
/// <remarks>
/// <c>eval_loss</c> is shown as <c>eval/loss</c>, <c>test_loss</c> as <c>test/loss</c>, everything else under <c>train/</c>; the arguments
/// and the model's configuration as texts. For the distributions of weights and gradients, add one of your own with
/// <see cref="HistogramSteps"/> to the Trainer's callbacks.
/// </remarks>
public sealed class TensorBoardCallback : TrainerCallback, IDisposable
{
    private static int s_files;
    private string? _folder;
    private FileStream? _file;
    private bool _isBroken;

    /// <summary>Gets the folder to write to. Default null: as described above.</summary>
    public string? LoggingDir { get; init; }

    /// <summary>
    /// Gets after how many optimizer steps the distribution of every trained parameter (<c>weights/NAME</c>) and of its gradient
    /// (<c>gradients/NAME</c>, after clipping) is written. Default 0, never: it takes time and space.
    /// </summary>
    public int HistogramSteps { get; init; }

    /// <summary>Gets the clock that events are stamped with.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    internal override bool SpeaksForAll => true;

    private double Now => (Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Write(context, TensorBoardEvents.Words("args", context.Args.ToJson(), Now));
        if (context.Model is PreTrainedModel model)
        {
            Write(context, TensorBoardEvents.Words("model_config", model.Config.ToJsonString(), Now));
        }
    }

    /// <inheritdoc/>
    public override void OnLog(TrainerContext context, LogEntry logs)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(logs);
        foreach ((string key, double value) in logs)
        {
            Write(context, TensorBoardEvents.Scalar(TagOf(key), value, context.State.GlobalStep, Now));
        }

        LogWriting.Try(context, "TensorBoard's event file", () => _file?.Flush());
    }

    /// <inheritdoc/>
    public override void OnPreOptimizerStep(TrainerContext context) => WriteHistograms(context, "gradients/", parameter => parameter.Grad);

    /// <inheritdoc/>
    public override void OnOptimizerStep(TrainerContext context) => WriteHistograms(context, "weights/", parameter => parameter);

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainerContext context) => LogWriting.Try(context, "TensorBoard's event file", Dispose);

    /// <summary>Closes the file; a later log begins another.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    internal static string TagOf(string key) =>
        key.StartsWith("eval_", StringComparison.Ordinal) ? "eval/" + key[5..]
        : key.StartsWith("test_", StringComparison.Ordinal) ? "test/" + key[5..]
        : "train/" + key;

    private void WriteHistograms(TrainerContext context, string group, Func<Parameter, Tensor?> tensorOf)
    {
        ArgumentNullException.ThrowIfNull(context);
        int step = context.State.GlobalStep + 1;
        if (HistogramSteps <= 0 || step % HistogramSteps != 0 || context.Model is not { } model)
        {
            return;
        }

        foreach ((string name, Parameter parameter) in model.NamedParameters().Where(pair => pair.Parameter.RequiresGrad))
        {
            if (tensorOf(parameter) is { } tensor && TensorBoardHistogram.Of(tensor.Span) is { } histogram)
            {
                Write(context, TensorBoardEvents.Histogram(group + name, histogram, step, Now));
            }
        }
    }

    private void Write(TrainerContext context, byte[] record)
    {
        if (_isBroken)
        {
            return;
        }

        _isBroken = true; // Half a record would make all that follow unreadable.
        LogWriting.Try(context, "TensorBoard's event file", () =>
        {
            _file ??= Open(context.Args);
            _file.Write(record);
            _isBroken = false;
        });
    }

    private FileStream Open(TrainingArguments args)
    {
        DateTimeOffset now = Clock.GetLocalNow();
        string host = Environment.MachineName;
        _folder ??= LoggingDir ?? Environment.GetEnvironmentVariable("TENSORBOARD_LOGGING_DIR")
            ?? Path.Combine(args.OutputDir, "runs", now.ToString("MMMdd_HH-mm-ss", CultureInfo.InvariantCulture) + "_" + host);
        Directory.CreateDirectory(_folder);
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{now.ToUnixTimeSeconds()}.{host}.{Environment.ProcessId}.{Interlocked.Increment(ref s_files) - 1}");
        FileStream file = new(Path.Combine(_folder, name), FileMode.Append);
        file.Write(TensorBoardEvents.Header(Now));
        return file;
    }
}
