namespace FineTune.Cli.Completion;

/// <summary>The script for zsh.</summary>
internal static class ZshScript
{
    public static string Write(CompletionTable table) => $$"""
        #compdef finetune
        # Completion of finetune for zsh. To have it in every shell, in a folder of $fpath:
        #   finetune completion zsh > ~/.zfunc/_finetune
        # or in this one, after compinit: source <(finetune completion zsh)

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
          case $1 in
            @files) _files ;;
            @folders) _files -/ ;;
            @anything) ;;
            *) compadd -- ${=1} ;;
          esac
        }

        _finetune() {
          local cur=${words[CURRENT]} prev=${words[CURRENT-1]} verb=${words[2]} flag values
          if (( CURRENT == 2 )); then
            local -a verbs
            verbs=(
        {{CompletionTable.Lines(table.Verbs.Select(verb => $"      '{verb.Name}:{verb.Summary.Replace("'", "'\\''", StringComparison.Ordinal)}'"))}}
            )
            _describe 'verb' verbs
            [[ $cur == -* ]] && compadd -- --help --version
            return
          fi
          if [[ $cur == --*=* ]]; then
            flag=${${cur%%=*}#--}
            compset -P '*='
            _finetune_offer "$(_finetune_values ${flag//-/_})"
            return
          fi
          if [[ $prev == --* ]]; then
            flag=${prev#--}
            values=$(_finetune_values ${flag//-/_})
            if [[ -n $values && ! ( $values == "true false" && $cur == -* ) ]]; then
              _finetune_offer "$values"
              return
            fi
          fi
          if [[ $cur == -* ]]; then
            compadd -- ${=$(_finetune_flags $verb)}
          else
            values=$(_finetune_places $verb)
            [[ -n $values ]] && _finetune_offer "$values"
          fi
        }

        if [[ $funcstack[1] == _finetune ]]; then
          _finetune "$@"
        else
          compdef _finetune finetune
        fi
        """.ReplaceLineEndings("\n") + "\n";
}
