using System.Globalization;
using FineTune.Hub;
using FineTune.Terminal;

namespace FineTune;

/// <summary>
/// Shows transfers as they go on: on a terminal a bar on one line, whatever the number of files; elsewhere a line for each file that has arrived.
/// Give it to <see cref="HubOptions.Progress"/>. HF_HUB_DISABLE_PROGRESS_BARS turns it off.
/// </summary>
public sealed class TransferProgressBar : IProgress<TransferProgress>
{
    private readonly TextWriter _output;
    private readonly bool _isOff;
    private readonly LiveLine? _line;
    private readonly Dictionary<string, TransferProgress> _running = new(StringComparer.Ordinal);
    private long _finishedBytes;
    private int _finishedFiles;

    /// <summary>Initializes the bar.</summary>
    /// <param name="output">Where it is drawn. Default null: standard error.</param>
    public TransferProgressBar(TextWriter? output = null)
        : this(output ?? SafeConsole.Error, IsTerminal(output) ? Console.WindowWidth : 0, HubEnvironment.Process.DisableProgressBars)
    {
    }

    /// <param name="output">Where it is drawn.</param>
    /// <param name="width">The terminal's width; 0 where there is none, and a line for each file is written.</param>
    /// <param name="isOff">Whether nothing is shown.</param>
    internal TransferProgressBar(TextWriter output, int width, bool isOff) => (_output, _line, _isOff) = (output, width > 0 ? new LiveLine(output, width) : null, isOff);

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        if (_isOff)
        {
            return;
        }

        lock (_running)
        {
            _running[value.FileName] = value;
            if (value.IsFinished)
            {
                _running.Remove(value.FileName);
                _finishedFiles += value.IsHashing ? 0 : 1;
                _finishedBytes += value.IsHashing ? 0 : value.BytesDone;
            }

            if (_line is not null)
            {
                Draw(_line, value);
            }
            else if (value is { IsFinished: true, IsHashing: false })
            {
                _output.WriteLine($"{Verb(value)} {value.FileName} ({ByteSize.Text(value.BytesDone)})");
            }
        }
    }

    private static bool IsTerminal(TextWriter? output) =>
        output is null || ReferenceEquals(output, Console.Error) || ReferenceEquals(output, SafeConsole.Error)
            ? !Console.IsErrorRedirected
            : (ReferenceEquals(output, Console.Out) || ReferenceEquals(output, SafeConsole.Out)) && !Console.IsOutputRedirected;

    private static string Verb(TransferProgress value) => value.IsUpload ? "uploaded" : "downloaded";

    private void Draw(LiveLine bar, TransferProgress last)
    {
        if (_running.Count == 0)
        {
            if (last.IsHashing)
            {
                bar.Clear();
                return;
            }

            bar.Above([$"{Verb(last)} {_finishedFiles} {(_finishedFiles == 1 ? "file" : "files")} ({ByteSize.Text(_finishedBytes)})"]);
            (_finishedFiles, _finishedBytes) = (0, 0);
            return;
        }

        long done = _finishedBytes + _running.Values.Sum(file => file.BytesDone);
        long? total = _running.Values.All(file => file.BytesTotal is not null) ? _finishedBytes + _running.Values.Sum(file => file.BytesTotal!.Value) : null;
        string name = _running.Count == 1 ? (last.IsHashing ? "hashing " : string.Empty) + _running.Keys.Single() : $"{_running.Count} files";
        bar.Draw(total is > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * done / total.Value,3}% {TextBar.Of(done, total.Value)} {ByteSize.Text(total.Value)}  {name}")
            : $"{ByteSize.Text(done)}  {name}");
    }
}
