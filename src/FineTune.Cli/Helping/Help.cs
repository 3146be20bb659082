using FineTune.Cli.Commands;
using FineTune.Training;

namespace FineTune.Cli.Helping;

/// <summary>Prints the verbs, the flags of one that people use first, or all of them.</summary>
internal static class Help
{
    public const string All = "all";

    private static readonly string[] s_examples =
    [
        "finetune init --train_file train.csv config.json",
        "finetune train config.json",
        "finetune predict --model_name_or_path out --text \"a text\"",
    ];

    public static void Write(IReadOnlyList<ICommand> commands, TextWriter output, int width)
    {
        HelpPage page = new(output, width);
        page.Paragraph("finetune: fine-tune a pretrained text classifier.");
        page.Examples(s_examples);
        foreach (IGrouping<CommandGroup, ICommand> group in commands.GroupBy(command => command.Group))
        {
            page.Heading(Title(group.Key));
            foreach (ICommand command in group)
            {
                page.Entry(command.Name, command.Summary, indent: 14);
            }
        }

        page.Blank();
        page.Paragraph("finetune VERB --help lists the flags of a verb; finetune --version prints the version.");
    }

    private static string Title(CommandGroup group) => group switch
    {
        CommandGroup.Training => "Train a model",
        CommandGroup.Using => "Use one",
        CommandGroup.Hub => "The Hugging Face Hub",
        _ => "This computer",
    };

    public static void WriteVerb(ICommand command, TextWriter output, int width, bool all)
    {
        HelpPage page = new(output, width);
        page.Paragraph("finetune " + command.Usage);
        page.Paragraph(command.Summary, indent: 2);
        page.Examples(command.Examples);
        Argument[] flags = [.. command.Flags.Where(flag => flag.Support != ArgumentSupport.Refused)];
        if (flags.Length == 0)
        {
            return;
        }

        Argument[] first = [.. command.FirstFlags.Select(name => flags.First(flag => flag.Name == name))];
        if (all || first.Length == 0)
        {
            WriteAll(page, flags);
            return;
        }

        page.Heading("The flags people use first");
        foreach (Argument flag in first)
        {
            page.Flag(flag);
        }

        page.Blank();
        page.Paragraph($"finetune {command.Name} --help all lists all {flags.Length}, by what they are about.");
    }

    private static void WriteAll(HelpPage page, Argument[] flags)
    {
        HashSet<string> grouped = [.. Classification.RunConfiguration.Groups.SelectMany(group => group.Arguments).Select(flag => flag.Name)];
        bool isRun = flags.Any(flag => flag is Argument<TrainingArguments>);
        Argument[] own = isRun ? [.. flags.Where(flag => !grouped.Contains(flag.Name))] : flags;
        Section(isRun ? "This verb's own" : "Flags", own);
        if (isRun)
        {
            HashSet<Argument> taken = [.. flags];
            foreach (ArgumentGroup group in Classification.RunConfiguration.Groups)
            {
                Section(group.Title, [.. group.Arguments.Where(taken.Contains)]);
            }
        }

        void Section(string title, Argument[] of)
        {
            if (of.Length > 0)
            {
                page.Heading(title);
                foreach (Argument flag in of)
                {
                    page.Flag(flag);
                }
            }
        }
    }
}
