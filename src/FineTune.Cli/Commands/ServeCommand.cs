using FineTune.Classification;
using FineTune.Cli.Completion;
using FineTune.Cli.Serving;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>serve</c>: an HTTP service that labels texts with a saved model, until it is told to end.</summary>
internal sealed class ServeCommand : ICommand
{
    public string Name => "serve";

    public string Summary => "answer over HTTP with a saved model, on this computer unless told otherwise";

    public CommandGroup Group => CommandGroup.Using;

    public FlagValues? Place => new(ValueKind.Folders, []);

    public string Usage => "serve RUN_DIR [flags]";

    public string Farewell => "ending, once the requests at hand are answered. A second interrupt ends at once.";

    public IEnumerable<Argument> Flags => ServeOptions.Flags;

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        ServeOptions options = ServeOptions.From(flags);
        string model = flags.Words is [string only] ? only
            : throw new RunException("serve takes one model: the folder of a run, or the name of a model on the Hub. For example: finetune serve out --port 5000");
        ClassificationServer.RunAsync(model, options, context).GetAwaiter().GetResult();
        return CommandLine.Done;
    }
}
