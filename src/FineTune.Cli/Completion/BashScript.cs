namespace FineTune.Cli.Completion;

/// <summary>The script for bash. Nothing is started while a line is completed: it holds all names.</summary>
internal static class BashScript
{
    public static string Write(CompletionTable table) => $$"""
        # Completion of finetune for bash. To have it in every shell:
        #   finetune completion bash > ~/.local/share/bash-completion/completions/finetune
        # or in this one: source <(finetune completion bash)

        _finetune_flags() {
          case $1 in
        {{CompletionTable.Lines(table.FlagsByVerb.Select(verb => $"    {verb.Verb}) echo '{string.Join(' ', verb.Flags)}' ;;"))}}
          esac
        }

        _finetune_values() {
          case $1 in
        {{CompletionTable.Lines(table.Values.Select(entry => $"    {string.Join('|', entry.Flags)}) echo '{CompletionTable.Word(entry.Values)}' ;;"))}}
          esac
        }

        _finetune_places() {
          case $1 in
        {{CompletionTable.Lines(table.Places.Select(place => $"    {place.Verb}) echo '{CompletionTable.Word(place.Values)}' ;;"))}}
            help) echo '{{string.Join(' ', table.Verbs.Select(verb => verb.Name))}}' ;;
          esac
        }

        _finetune_offer() {
          local IFS=$'\n'
          case $1 in
            @files) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$2")) ;;
            @folders) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$2")) ;;
            @anything) ;;
            *) COMPREPLY=($(IFS=' '; compgen -W "$1" -- "$2")) ;;
          esac
        }

        _finetune() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]} flag values
          COMPREPLY=()
          if [[ $COMP_CWORD -eq 1 ]]; then
            _finetune_offer '{{string.Join(' ', table.Verbs.Select(verb => verb.Name))}} help --help --version' "$cur"
            return
          fi
          if [[ $cur == "=" ]]; then
            cur=
          elif [[ $prev == "=" ]]; then
            prev=${COMP_WORDS[COMP_CWORD-2]}
          fi
          if [[ $prev == --* ]]; then
            flag=${prev#--}
            values=$(_finetune_values "${flag//-/_}")
            if [[ -n $values && ! ( $values == "true false" && $cur == -* ) ]]; then
              _finetune_offer "$values" "$cur"
              return
            fi
          fi
          if [[ $cur == -* ]]; then
            flag=${cur#--}
            [[ $cur == --* ]] && cur=--${flag//-/_}
            _finetune_offer "$(_finetune_flags "$verb")" "$cur"
          else
            values=$(_finetune_places "$verb")
            [[ -n $values ]] && _finetune_offer "$values" "$cur"
          fi
        }

        complete -F _finetune finetune
        """.ReplaceLineEndings("\n") + "\n";
}
