namespace FineTune.Cli.Completion;

/// <summary>The script for PowerShell.</summary>
internal static class PowerShellScript
{
    public static string Write(CompletionTable table) => $$"""
        # Completion of finetune for PowerShell. To have it in every shell:
        #   finetune completion powershell >> $PROFILE
        Register-ArgumentCompleter -Native -CommandName finetune -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $verbs = [ordered]@{
        {{CompletionTable.Lines(table.Verbs.Select(verb => $"        '{verb.Name}' = {Quote(verb.Summary)}"))}}
            }
            $flags = @{
        {{CompletionTable.Lines(table.FlagsByVerb.Select(verb => $"        '{verb.Verb}' = '{string.Join(' ', verb.Flags)}'"))}}
            }
            $values = @{
        {{CompletionTable.Lines(table.Values.Where(entry => entry.Values.Kind != ValueKind.Anything)
            .SelectMany(entry => entry.Flags.Select(flag => $"        '{flag}' = '{CompletionTable.Word(entry.Values)}'")))}}
            }
            $places = @{
        {{CompletionTable.Lines(table.Places.Select(place => $"        '{place.Verb}' = '{CompletionTable.Word(place.Values)}'"))}}
            }
            $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
            function Offer($what) {
                if ($what -eq '@files' -or $what -eq '@folders') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
                } elseif ($what) {
                    $what -split ' ' | Where-Object { $_ -like "$wordToComplete*" } |
                        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
                }
            }
            if ($words.Count -le 1) {
                $verbs.Keys | Where-Object { $_ -like "$wordToComplete*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $verbs[$_]) }
                return
            }
            $last = $words[-1]
            if ($last -like '--*') {
                $what = $values[$last.Substring(2).Replace('-', '_')]
                if ($what -and -not ($what -eq 'true false' -and $wordToComplete -like '-*')) { Offer $what; return }
            }
            if ($wordToComplete -like '-*') { Offer $flags[$words[1]] } else { Offer $places[$words[1]] }
        }
        """.ReplaceLineEndings("\n") + "\n";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
