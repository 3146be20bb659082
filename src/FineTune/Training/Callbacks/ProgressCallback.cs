using FineTune.Terminal;
using FineTune.Training;

namespace FineTune;

/// <summary>
/// Shows how training goes: a live bar and a table on a terminal, plain lines elsewhere, or JSON lines. Every Trainer has one, after all
/// other callbacks, unless <see cref="TrainingArguments.DisableTqdm"/> asks for a <see cref="PrinterCallback"/>, or a <see cref="Trainer.Logger"/>
/// is told instead. To have nothing shown give it <see cref="ProgressStyle.None"/>.
/// </summary>
/// <remarks>The training loss is shown from the first step on and at every evaluation, even where the log has none yet.</remarks>
public sealed class ProgressCallback : TrainerCallback
{
    private IProgressRenderer? _renderer;

    /// <summary>Gets how to show it. Default <see cref="ProgressStyle.Auto"/>.</summary>
    public ProgressStyle Style { get; init; }

    /// <summary>Gets where to write. Default null: the console.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Gets the clock that rates are measured with.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    internal override bool SpeaksForAll => true;

    private IProgressRenderer Renderer => _renderer ??= CreateRenderer();

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainerContext context) => Renderer.TrainBegin(context);

    /// <inheritdoc/>
    public override void OnStepEnd(TrainerContext context) => Renderer.StepEnd(context);

    /// <inheritdoc/>
    public override void OnPredictionStep(TrainerContext context) => Renderer.PredictionStep(context);

    /// <inheritdoc/>
    public override void OnLog(TrainerContext context, LogEntry logs) => Renderer.Log(context, logs);

    /// <inheritdoc/>
    public override void OnEvaluate(TrainerContext context, LogEntry metrics) => Renderer.Evaluated(context, metrics);

    /// <inheritdoc/>
    public override void OnPredict(TrainerContext context, LogEntry metrics) => Renderer.Predicted(context);

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainerContext context) => Renderer.TrainEnd(context);

    /// <inheritdoc/>
    internal override void Leave() => _renderer?.Leave();

    private IProgressRenderer CreateRenderer()
    {
        TextWriter output = Output ?? FineTune.Terminal.SafeConsole.Out;
        ProgressStyle style = Style != ProgressStyle.Auto ? Style : IsTerminal(Output) ? ProgressStyle.Live : ProgressStyle.Plain;
        return style switch
        {
            ProgressStyle.Live => new LiveProgress(output, Clock, TerminalWidth.Of(Console.IsOutputRedirected), useColor: !NoColor()),
            ProgressStyle.Json => new JsonProgress(output),
            ProgressStyle.None => new NoProgress(),
            _ => new PlainProgress(output, Clock),
        };
    }

    private static bool IsTerminal(TextWriter? output) =>
        output is null && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    private static bool NoColor() => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
