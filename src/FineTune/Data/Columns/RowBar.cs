using FineTune.Hub;
using FineTune.Runtime;
using FineTune.Terminal;

namespace FineTune.Data;

/// <summary>
/// Shows on a terminal how far a function is that runs for every row, once that takes longer than a moment; nothing is shown elsewhere. The reference's
/// variables turn it off: HF_DATASETS_DISABLE_PROGRESS_BARS and HF_HUB_DISABLE_PROGRESS_BARS.
/// </summary>
internal sealed class RowBar : IProgress<int>, IDisposable
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);

    private readonly string _verb;
    private readonly int _rows;
    private readonly TimeProvider _clock;
    private readonly LiveLine _line;
    private readonly long _start;
    private long _lastFrame;
    private bool _isShown;

    internal RowBar(string verb, int rows, TextWriter output, int width, TimeProvider clock)
    {
        (_verb, _rows, _clock, _line) = (verb, rows, clock, new LiveLine(output, width));
        _start = clock.GetTimestamp();
    }

    /// <summary>Gets one if standard error is a terminal, nobody else watches and it was not turned off.</summary>
    public static RowBar? OnTerminal(string verb, int rows, IProgress<int>? other) =>
        other is not null || Console.IsErrorRedirected || HubEnvironment.Process.DisableDatasetProgressBars ? null : new RowBar(verb, rows, SafeConsole.Error, TerminalWidth.Of(isRedirected: false), TimeProvider.System);

    /// <inheritdoc/>
    public void Report(int value)
    {
        if (_clock.GetElapsedTime(_start) < s_moment || _clock.GetElapsedTime(_lastFrame) < s_frame)
        {
            return;
        }

        (_isShown, _lastFrame) = (true, _clock.GetTimestamp());
        _line.Draw($"{_verb} {TextBar.Of(value, _rows)} {GroupedNumber.Text(value)}/{GroupedNumber.Text(_rows)} rows");
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (_isShown)
        {
            _line.Clear();
        }
    }
}
