namespace FineTune.Cli.Commands;

/// <summary>How progress is shown.</summary>
internal enum LogFormat
{
    Auto,
    Live,
    Plain,
    Json,
}
