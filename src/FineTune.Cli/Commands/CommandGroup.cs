namespace FineTune.Cli.Commands;

/// <summary>What a verb is for; help lists the verbs by it.</summary>
internal enum CommandGroup
{
    Training,
    Using,
    Hub,
    Computer,
}
