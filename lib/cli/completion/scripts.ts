/** The shells that completion is written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell reads to complete `parity`. It holds no name of a command or an option: it asks the program. */
export function completionScript(shell: Shell): string {
  return { bash: BASH, zsh: ZSH, fish: FISH }[shell];
}

const BASH = `# Completion of parity for bash:  source <(parity completion bash)
_parity() {
  local line kind=''
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
  done < <("\${COMP_WORDS[0]}" complete bash -- "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
  case $kind in
    files) compopt -o default 2>/dev/null ;;
    folders) compopt -o dirnames 2>/dev/null ;;
  esac
}
complete -F _parity parity
`;

const ZSH = `#compdef parity
# Completion of parity for zsh:  source <(parity completion zsh)
_parity() {
  local -a lines values texts
  local line kind
  lines=("\${(@f)$("\${(Q)words[1]}" complete zsh -- "\${(@Q)words[1,CURRENT]}" 2>/dev/null)}")
  kind=$lines[1]
  for line in "\${(@)lines[2,-1]}"; do
    values+=("\${line%%$'\\t'*}")
    texts+=("\${line/$'\\t'/  -- }")
  done
  case $kind in
    files) compset -P '--*='; _files ;;
    folders) compset -P '--*='; _files -/ ;;
    words) if [[ "$lines" == *$'\\t'* ]]; then compadd -l -d texts -a values; else compadd -a values; fi ;;
  esac
}
if [[ $funcstack[1] == _parity ]]; then _parity "$@"; else compdef _parity parity; fi
`;

const FISH = `# Completion of parity for fish:  parity completion fish | source
function __parity_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    test (count $current) -eq 0; and set current ''
    set -l program $words[1]
    set -l answer ($program complete fish -- $words $current 2>/dev/null)
    set -l prefix (string match -r -- '^--[^=]*=' $current)
    set -l rest (string unescape -- (string replace -r -- '^--[^=]*=' '' $current))
    test (count $rest) -eq 0; and set rest ''
    switch "$answer[1]"
        case files
            for path in (__fish_complete_path $rest)
                string join '' -- $prefix $path
            end
        case folders
            for path in (__fish_complete_directories $rest '')
                string join '' -- $prefix $path
            end
        case words
            printf '%s\\n' $answer[2..-1]
    end
end
complete -c parity -f -k -a '(__parity_complete)'
`;
