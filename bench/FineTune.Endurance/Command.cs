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
    private readonly StringBuilder _errors = new();

    public Command(params IEnumerable<string> words)
        : this(Program, words)
    {
    }

    private Command(string program, IEnumerable<string> words)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (string word in words)
        {
            start.ArgumentList.Add(word);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int ExitCode => _process.ExitCode;

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public static Command Endurance(params IEnumerable<string> words) => new("FineTune.Endurance.dll", words);

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

    private void Note(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
        }
    }
}
