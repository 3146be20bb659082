using FineTune.Training;

namespace FineTune;

/// <summary>Prints what is logged, one line each, as the reference does: <c>{'loss': '0.5', 'epoch': '1'}</c>.</summary>
/// <remarks>Floats have four significant digits. <c>total_flos</c> is not printed; unlike the reference this leaves it where it is.</remarks>
public sealed class PrinterCallback : TrainerCallback
{
    /// <summary>Gets where to write. Default null: the console.</summary>
    public TextWriter? Output { get; init; }

    /// <inheritdoc/>
    internal override bool SpeaksForAll => true;

    /// <inheritdoc/>
    public override void OnLog(TrainerContext context, LogEntry logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        TextWriter output = Output ?? FineTune.Terminal.SafeConsole.Out;
        IEnumerable<string> cells = logs.Keys.Where(key => key != "total_flos").Select(key => Cell(key, logs.Get(key)));
        output.WriteLine("{" + string.Join(", ", cells) + "}");
        output.Flush();
    }

    private static string Cell(string key, LogValue value) => value.IsWhole ? $"'{key}': {value.ToShortText()}" : $"'{key}': '{value.ToShortText()}'";
}
