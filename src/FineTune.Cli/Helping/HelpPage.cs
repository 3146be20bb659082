using FineTune.Training;

namespace FineTune.Cli.Helping;

/// <summary>Lays out help for a width: headings, examples, and entries with what they mean beside them.</summary>
internal sealed class HelpPage(TextWriter output, int width)
{
    private const int FlagColumn = 36;

    // Lines longer than this are hard to read, however wide the window.
    private readonly int _width = Math.Clamp(width, 40, 120);

    public void Blank() => output.WriteLine();

    public void Heading(string title)
    {
        Blank();
        output.WriteLine(title);
    }

    public void Paragraph(string text, int indent = 0)
    {
        foreach (string line in Wrap(text, _width - indent))
        {
            output.WriteLine(new string(' ', indent) + line);
        }
    }

    /// <summary>Writes lines to copy, which are not wrapped.</summary>
    public void Examples(IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            Heading("Examples");
            foreach (string line in lines)
            {
                output.WriteLine("  " + line);
            }
        }
    }

    public void Flag(Argument flag)
    {
        string initial = JsonText.WriteLine(flag.Default) is var text && text is "null" or "[]" or "false" ? string.Empty : $" (default {text.Trim('"')})";
        string choices = flag.Kind is ArgumentKind.Choice or ArgumentKind.Flags or ArgumentKind.Weights or ArgumentKind.Steps or ArgumentKind.Duration ? $": {flag.Expectation}" : string.Empty;
        string satisfied = flag.Support == ArgumentSupport.Satisfied ? $"; no effect: {flag.Reason}" : string.Empty;
        Entry($"--{flag.Name}{Value(flag)}", flag.Help + choices + initial + satisfied, FlagColumn);
    }

    /// <summary>Writes a name and, from a column on, what it means; on lines below where the window or the name leaves no room.</summary>
    public void Entry(string name, string meaning, int indent)
    {
        int column = _width < 72 ? 6 : indent;
        string[] lines = Wrap(meaning, _width - column);
        bool fits = name.Length + 4 <= column;
        output.WriteLine(fits ? ("  " + name).PadRight(column) + lines[0] : "  " + name);
        foreach (string line in fits ? lines.Skip(1) : lines)
        {
            output.WriteLine(new string(' ', column) + line);
        }
    }

    internal static string[] Wrap(string text, int width)
    {
        List<string> lines = [string.Empty];
        foreach (string word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
            {
                lines.Add(string.Empty);
            }

            lines[^1] += lines[^1].Length > 0 ? " " + word : word;
        }

        return [.. lines];
    }

    private static string Value(Argument flag) => flag.Kind switch
    {
        ArgumentKind.Boolean => string.Empty,
        ArgumentKind.Integer => " N",
        ArgumentKind.Real or ArgumentKind.Steps => " NUMBER",
        ArgumentKind.Choice => " WORD",
        ArgumentKind.List or ArgumentKind.Flags => " WORD...",
        ArgumentKind.Duration => " TIME",
        ArgumentKind.Weights => " WEIGHTS",
        ArgumentKind.Map => " JSON",
        _ => Completion.FlagValues.Of(flag) switch
        {
            { Kind: Completion.ValueKind.Files } => " FILE",
            { Kind: Completion.ValueKind.Folders } => " DIR",
            _ => " TEXT",
        },
    };
}
