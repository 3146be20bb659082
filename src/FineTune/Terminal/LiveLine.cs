using FineTune.Runtime;

namespace FineTune.Terminal;

/// <summary>
/// What stands on the last line of a terminal and is drawn again and again. Whatever else goes to the console meanwhile, from any thread, goes
/// above it: neither a warning nor the words of an interrupt tear it.
/// </summary>
internal sealed class LiveLine
{
    private static volatile string? s_standing;

    private readonly TextWriter _output;
    private readonly int _width;
    private bool _stands;

    // The process ends: what stands stays, and the shell goes on below it.
    static LiveLine() => AppDomain.CurrentDomain.ProcessExit += (_, _) => LeaveConsole();

    /// <param name="output">Where it is drawn; the console's own writers know of each other.</param>
    /// <param name="width">The terminal's width: a line that wraps could not be cleared.</param>
    public LiveLine(TextWriter output, int width)
    {
        (_output, _width) = (output, width);
        if (output is SafeWriter)
        {
            SafeConsole.Out.Surround = Console.IsOutputRedirected ? null : MakeRoom;
            SafeConsole.Error.Surround = Console.IsErrorRedirected ? null : MakeRoom;
        }
    }

    /// <summary>Draws the line.</summary>
    public void Draw(string text)
    {
        string line = TextBar.Cut(text, _width);
        Send(line, TextBar.ClearLine + line);
    }

    /// <summary>Takes it away.</summary>
    public void Clear() => Send(null, TextBar.ClearLine);

    /// <summary>Writes lines in its place; the next <see cref="Draw"/> draws it below them.</summary>
    public void Above(IEnumerable<string> lines) => Send(null, TextBar.ClearLine + string.Concat(lines.Select(line => line + _output.NewLine)));

    /// <summary>Leaves what stands as it is; what is written goes on below it.</summary>
    public void Leave()
    {
        if (_output is SafeWriter)
        {
            LeaveConsole();
        }
        else if (_stands)
        {
            _output.WriteLine();
        }

        _stands = false;
    }

    /// <summary>The same of whatever stands on the console.</summary>
    public static void LeaveConsole()
    {
        if (s_standing is not null)
        {
            s_standing = null;
            (Console.IsOutputRedirected ? SafeConsole.Error : SafeConsole.Out).WriteRaw(Environment.NewLine);
            SafeConsole.Finish();
        }
    }

    /// <summary>What a text becomes while a line stands: it takes the line's place, and the line is drawn below.</summary>
    internal static string MakeRoom(string text, string? standing) =>
        standing is null ? text : TextBar.ClearLine + text + (text.EndsWith('\n') ? standing : string.Empty);

    private static string MakeRoom(string text) => MakeRoom(text, s_standing);

    private void Send(string? standing, string text)
    {
        _stands = standing is not null;
        if (_output is SafeWriter console)
        {
            s_standing = standing;
            console.WriteRaw(text);
            return;
        }

        _output.Write(text);
        _output.Flush();
    }
}
