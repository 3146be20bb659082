using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>tokenize</c>: text in; tokens, ids and offsets out.</summary>
internal sealed class TokenizeCommand : ICommand
{
    private static readonly string[] s_runFlags = ["model_name_or_path", "tokenizer_name", "model_revision", "cache_dir", "token"];

    public string Name => "tokenize";

    public string Summary => "show how a text becomes tokens, with their ids and places";

    public CommandGroup Group => CommandGroup.Using;

    public string Usage => "tokenize --model_name_or_path DIR --text \"...\" [--text_pair \"...\"] [--json]";

    public IReadOnlyList<string> Examples => ["finetune tokenize --model_name_or_path bert-base-cased --text \"Hello, world\""];

    public IEnumerable<Argument> Flags =>
    [
        VerbOptions.TextFlag, VerbOptions.TextPairFlag, VerbOptions.JsonFlag,
        .. RunArgumentTable.All.Where(argument => s_runFlags.Contains(argument.Name)),
    ];

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        if (flags.Words.Count > 0)
        {
            throw new RunException([$"\"{flags.Words[0]}\": expected flags only; give the text with --text.", .. flags.Problems]);
        }

        RunArguments run = RunConfiguration.Read(null, flags).Validated().Run;
        RunThreads.Use(run);
        VerbOptions options = VerbOptions.From(flags);
        string folder = run.TokenizerName ?? run.ModelNameOrPath
            ?? throw new RunException("--model_name_or_path is missing: name the folder of a model or tokenizer.");
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(folder, hub: RunHub.OptionsOf(run));
        foreach (string text in options.Text.Count > 0 ? options.Text : context.InputLines())
        {
            BatchEncoding encoding = tokenizer.Encode(text, options.TextPair, returnOffsetsMapping: true);
            context.Output.WriteLine(options.Json ? TokenTable.ToJson(encoding) : TokenTable.ToText(encoding));
            if (context.OutputIsLost)
            {
                break;
            }
        }

        return CommandLine.Done;
    }
}
