using FineTune.Cli.Completion;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary>One verb of the command.</summary>
internal interface ICommand
{
    string Name { get; }

    /// <summary>Gets what the verb does, in half a line.</summary>
    string Summary { get; }

    /// <summary>Gets what it is for.</summary>
    CommandGroup Group { get; }

    /// <summary>Gets what it takes beside flags, for completion; null where that is nothing to complete.</summary>
    FlagValues? Place => null;

    /// <summary>Gets how it is called, behind <c>finetune</c>.</summary>
    string Usage { get; }

    /// <summary>Gets the flags it takes.</summary>
    IEnumerable<Argument> Flags { get; }

    /// <summary>Gets whether the verb was for nothing if what it prints is lost; not where its work lies in files or on the Hub.</summary>
    bool LivesByOutput => true;

    /// <summary>Gets lines to copy, for help.</summary>
    IReadOnlyList<string> Examples => [];

    /// <summary>Gets the names of the flags that people use first; empty where there are few.</summary>
    IReadOnlyList<string> FirstFlags => [];

    /// <summary>Gets what is said when the process is told to end.</summary>
    string Farewell => "interrupted; saving what there is and leaving. A second interrupt leaves at once.";

    /// <returns>The exit code.</returns>
    int Run(IReadOnlyList<string> words, CommandContext context);
}
