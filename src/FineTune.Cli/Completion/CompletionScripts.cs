namespace FineTune.Cli.Completion;

/// <summary>The scripts by which shells complete the command.</summary>
internal static class CompletionScripts
{
    /// <summary>Gets the shells there are scripts for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <summary>Gets a shell's script; null for a shell that is none of them.</summary>
    public static string? Of(string shell, CompletionTable table) => shell.ToLowerInvariant() switch
    {
        "bash" => BashScript.Write(table),
        "zsh" => ZshScript.Write(table),
        "fish" => FishScript.Write(table),
        "powershell" or "pwsh" => PowerShellScript.Write(table),
        _ => null,
    };
}
