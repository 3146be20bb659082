using System.Diagnostics;
using System.Text;

namespace FineTune.Endurance;

/// <summary>The real program, or one of this program's verbs, in a process of its own.</summary>
internal sealed class Command : IDisposable
{
    // The command lies in its own folder: what lies beside this program goes by this program's frameworks.
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace(Path.Combine("bench", "FineTune.Endurance"), Path.Combine("src", "FineTune.Cli"), StringComparison.Ordinal), "FineTune.Cli.dll");

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    public Command(params IEnumerable<string> words)
        : this(Program, words)
    {
    }

    private Command(string program, IEnumerable<string> words, IEnumerable<(string Name, string Value)>? environment = null, long? kilobytes = null)
    {
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        ProcessStartInfo start = new(kilobytes is null ? dotnet : "sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] limit = kilobytes is null ? [] : ["-c", $"ulimit -s 1024 && ulimit -v {kilobytes} && exec \"$@\"", "sh", dotnet];
        foreach (string word in limit.Append(Path.Combine(AppContext.BaseDirectory, program)).Concat(words))
        {
            start.ArgumentList.Add(word);
        }

        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Note(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int ExitCode => _process.ExitCode;

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    public static Command Endurance(params IEnumerable<string> words) => new("FineTune.Endurance.dll", words);

    /// <summary>One of this program's verbs with variables of the environment and, if it is to be limited, so much address space.</summary>
    public static Command EnduranceWithin(IEnumerable<(string Name, string Value)> environment, long? kilobytes, params IEnumerable<string> words) =>
        new("FineTune.Endurance.dll", words, environment, kilobytes);

    public bool WaitForExit(TimeSpan time) => _process.WaitForExit(time);

    public void WaitForExit() => _process.WaitForExit();

    /// <summary>Sends a signal: KILL, TERM, INT.</summary>
    public void Send(string signal)
    {
        if (signal == "KILL")
        {
            _process.Kill();
        }
        else
        {
            using Process kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }

    public void Dispose() => _process.Dispose();

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private static void Note(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }
}
