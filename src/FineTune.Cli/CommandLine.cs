using System.Data.Common;
using System.Diagnostics;
using System.Net;
using FineTune.Classification;
using FineTune.Cli.Commands;
using FineTune.Cli.Helping;
using FineTune.Data;
using FineTune.Runtime;
using FineTune.Terminal;
using FineTune.Training;
using Microsoft.Data.Sqlite;

namespace FineTune.Cli;

/// <summary>The <c>finetune</c> command: chooses the verb, and turns what goes wrong into a message and an exit code.</summary>
internal static class CommandLine
{
    public const int Done = ExitCode.Done;
    public const int Failed = ExitCode.Failed;
    public const int WrongInput = ExitCode.WrongInput;
    public const int NotPushed = ExitCode.NotPushed;
    public const int Interrupted = ExitCode.Interrupted;

    private static readonly ICommand[] s_commands =
    [
        new TrainCommand(), new PlanCommand(), new ResumeCommand(), new InitCommand(),
        new LaterCommand("report", "show a run, or compare several, as one HTML page", "read RUN_DIR/trainer_state.json and all_results.json until then"),
        new PredictCommand(), new EvaluateCommand(), new ServeCommand(), new TokenizeCommand(),
        new DownloadCommand(), new PushCommand(), new LoginCommand(), new LogoutCommand(), new WhoAmICommand(), new CacheCommand(),
        new InfoCommand(), new CompletionCommand(),
    ];

    /// <summary>Gets the verbs.</summary>
    public static IReadOnlyList<ICommand> Commands => s_commands;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 wrong arguments or input, 3 done and saved but not pushed, 130 interrupted.</returns>
    public static int Run(IReadOnlyList<string> words, TextReader input, TextWriter output, TextWriter errors)
    {
        DbProviderFactories.RegisterFactory(SqliteFile.Provider, SqliteFactory.Instance);
        words = words.Count > 1 && words[1] != Help.All && words[0] is "help" or "--help" or "-h" ? [words[1], "--help", .. words.Skip(2)] : words;
        if (words.Count == 0 || words[0] is "help" or "--help" or "-h")
        {
            Help.Write(s_commands, output, Width(output));
            return words.Count == 0 ? WrongInput : WasLost(output) ? Failed : Done;
        }

        if (words[0] is "--version" or "version")
        {
            if (words.Skip(1).Any(word => word is not ("--help" or "-h")))
            {
                errors.WriteLine($"finetune: {words[0]} takes no words, but {words.Count - 1} were given: {VisibleText.OfMessage(string.Join(' ', words.Skip(1)))}.");
                return WrongInput;
            }

            output.WriteLine("finetune " + MachineReport.Version);
            return WasLost(output) ? Failed : Done;
        }

        ICommand? command = s_commands.FirstOrDefault(command => command.Name == words[0]);
        if (command is null)
        {
            string? nearest = SpellingDistance.Nearest(words[0], s_commands.Select(command => command.Name));
            errors.WriteLine($"finetune: \"{words[0]}\" is not a verb."
                + (nearest is null ? string.Empty : $" Did you mean \"{nearest}\"?")
                + $" The verbs are {string.Join(", ", s_commands.Select(command => command.Name))}.");
            return WrongInput;
        }

        if (words.Skip(1).Any(word => word is "--help" or "-h" or "--help=all"))
        {
            bool all = words.Contains("--help=all") || words.SkipWhile(word => word is not ("--help" or "-h")).Skip(1).FirstOrDefault() == Help.All;
            Help.WriteVerb(command, output, Width(output), all);
            return WasLost(output) ? Failed : Done;
        }

        StandardStreams.TellsOfGoneReader = !command.LivesByOutput;
        using Interruption interruption = new(errors, command.Farewell);
        int code = Guard(() => command.Run([.. words.Skip(1)], new CommandContext(input, output, errors, interruption.Token)), interruption, errors);
        return code == Done && command.LivesByOutput && WasLost(output) ? Failed : code;
    }

    /// <summary>Gets how wide the window is that help is printed to; elsewhere as wide as windows are by themselves.</summary>
    private static int Width(TextWriter output) => TerminalWidth.Of(!ReferenceEquals(output, SafeConsole.Out) || Console.IsOutputRedirected);

    /// <summary>Gets whether what a verb was called to print could not be; that of a run lies in files.</summary>
    private static bool WasLost(TextWriter output)
    {
        if (!ReferenceEquals(output, SafeConsole.Out))
        {
            return false;
        }

        SafeConsole.Finish();
        return SafeConsole.Out.Failure is not null;
    }

    private static int Guard(Func<int> run, Interruption interruption, TextWriter errors)
    {
        try
        {
            return run();
        }
        catch (RunException exception)
        {
            return Report(exception.Problems, WrongInput, errors);
        }
        catch (TrainingArgumentsException exception)
        {
            return Report(exception.Problems, WrongInput, errors);
        }
        catch (InterruptedRunException exception) // The signal may have gone to another process of the job.
        {
            int code = Report([exception.Message], Interrupted, errors);
            errors.WriteLine(exception.Folder is { } folder ? $"Run again: finetune resume {folder}" : "Run it again.");
            return code;
        }
        catch (OperationCanceledException exception) when (exception is AgreedCancellationException || interruption.Token.IsCancellationRequested)
        {
            return Report([exception.Message], Interrupted, errors);
        }
        catch (PushFailedException exception)
        {
            int code = Report([exception.Message], NotPushed, errors);
            errors.WriteLine(exception.Command);
            return code;
        }
        catch (RunFailedException exception)
        {
            return Report([exception.Message], Failed, errors);
        }
        catch (Exception exception) when (IsInput(exception))
        {
            return Report([SystemError.Describe(exception)], WrongInput, errors);
        }
        catch (OutOfMemoryException exception) when (exception.InnerException is null)
        {
            return Report(["Memory ran out. Give the process more, cut texts shorter (--max_seq_length), or take a smaller model or batch."], Failed, errors);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException or OutOfMemoryException
            or NotSupportedException)
        {
            return Report([SystemError.Describe(exception)], Failed, errors);
        }
        catch (Exception exception)
        {
            return Report([Unforeseen(exception)], Failed, errors);
        }
    }

    /// <summary>Says what nobody thought of, with the place, so that it can be reported.</summary>
    private static string Unforeseen(Exception exception)
    {
        Exception cause = exception is AggregateException or TypeInitializationException ? exception.InnerException ?? exception : exception;
        DiagnosticMethodInfo? method = new StackTrace(cause).GetFrame(0) is { } frame ? DiagnosticMethodInfo.Create(frame) : null;
        string place = method is null ? string.Empty : $" in {method.DeclaringTypeName}.{method.Name}";
        return $"Bug in FineTune: {cause.GetType().Name}{place}: {cause.Message} Please report it with the output of `finetune info`.";
    }

    /// <summary>What is wrong with files and arguments, as opposed to what went wrong with a run.</summary>
    private static bool IsInput(Exception exception) => exception is ArgumentException or FormatException or FileNotFoundException
        or DirectoryNotFoundException or InvalidDataException or TokenizerException or CheckpointException or SafetensorsException
        || (exception is HubException && !MayPass(exception));

    /// <summary>The network's and the Hub's own troubles, as opposed to a name, a right or a token that is wrong.</summary>
    private static bool MayPass(Exception exception) => exception is HubConnectionException
        or HfHubHttpException { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout };

    private static int Report(IReadOnlyList<string> problems, int code, TextWriter errors)
    {
        LiveLine.LeaveConsole();
        foreach (string problem in problems)
        {
            errors.WriteLine("finetune: " + VisibleText.OfMessage(problem));
        }

        if (problems.Count > 1)
        {
            errors.WriteLine($"finetune: {problems.Count} problems; nothing was written.");
        }

        return code;
    }
}
