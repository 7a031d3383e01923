import { Argument, Command } from 'commander';
import { SHELLS, type Shell, completionScript } from '../completion/scripts';

const EXAMPLES = `
Examples:
  $ source <(parity completion bash)
      for this shell; put the line into ~/.bashrc for every shell
  $ source <(parity completion zsh)
      the same in ~/.zshrc, after its line with compinit
  $ parity completion fish > ~/.config/fish/completions/parity.fish
      once, for every shell

It completes commands, options and their choices, and the names of the
environments, charts, objects and variations of the assembly in this folder.

Exit codes: 0 printed · 2 no such shell
`;

export const completionCommand = () => new Command('completion')
  .description('print what completes this command in a shell')
  .addArgument(new Argument('<shell>', 'whose script').choices(SHELLS))
  .addHelpText('after', EXAMPLES)
  .action((shell: Shell) => { process.stdout.write(completionScript(shell)); });
