using System.Text.Json.Nodes;
using FineTune.Classification;
using FineTune.Cli.Completion;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary>What the verbs of the Hub share: flags, the token, a bar for transfers.</summary>
internal abstract class HubVerb : ICommand
{
    public abstract string Name { get; }

    public abstract string Summary { get; }

    public CommandGroup Group => CommandGroup.Hub;

    public virtual FlagValues? Place => null;

    /// <inheritdoc/>
    public virtual bool LivesByOutput => true;

    public abstract string Usage { get; }

    public virtual IReadOnlyList<string> Examples => [];

    public abstract IEnumerable<Argument> Flags { get; }

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        if (flags.Problems.Count > 0)
        {
            throw new RunException([.. flags.Problems]);
        }

        return RunAsync(flags.Words, HubVerbOptions.From(flags), context).GetAwaiter().GetResult();
    }

    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(IReadOnlyList<string> words, HubVerbOptions options, CommandContext context);

    /// <summary>Fails unless so many words were given.</summary>
    protected void Expect(IReadOnlyList<string> words, int least, int most)
    {
        if (words.Count < least || words.Count > most)
        {
            string count = least == most ? $"{least}" : most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
            throw new RunException($"{Name} takes {count} word{((most == int.MaxValue ? least : most) == 1 ? string.Empty : "s")} "
                + $"beside its flags, but {words.Count} were given: finetune {Usage}");
        }
    }

    /// <summary>Gets the token of <c>--token</c>: itself, or a line of standard input for <c>-</c>.</summary>
    protected static string? TokenOf(HubVerbOptions options, CommandContext context)
    {
        if (options.Token is null or "-")
        {
            return options.Token is null ? null : context.Input.ReadLine() ?? throw new RunException("--token -: standard input holds no token.");
        }

        context.Errors.WriteLine("finetune: a token on the command line is seen by everybody who lists this machine's processes; --token - reads it from standard input.");
        return options.Token;
    }

    /// <summary>Prints what a verb did: a line, or its parts as JSON.</summary>
    protected static int Tell(HubVerbOptions options, CommandContext context, string line, JsonObject parts)
    {
        context.Output.WriteLine(options.Json ? JsonText.Write(parts) : line);
        return CommandLine.Done;
    }

    /// <summary>Gets how the Hub is reached.</summary>
    protected static SnapshotDownloadOptions Reached(HubVerbOptions options, CommandContext context) => new()
    {
        RepoType = options.RepoType,
        LocalDir = options.LocalDir,
        AllowPatterns = options.Include.Count > 0 ? options.Include : null,
        IgnorePatterns = options.Exclude.Count > 0 ? options.Exclude : null,
        Token = TokenOf(options, context),
        CacheDir = options.CacheDir,
        Revision = options.Revision ?? "main",
        ForceDownload = options.ForceDownload,
        Progress = new TransferProgressBar(context.Errors),
        Logger = WarningLogger.To(context.Errors),
    };
}
