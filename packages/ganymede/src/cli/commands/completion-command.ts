/** `ganymede completion <shell>`: a script that completes commands, flags, choices and runs. */

import { GanymedeError } from '@ganymede/core'
import { didYouMean } from '@ganymede/core/text'
import { type AnyCommand, defineCommand } from '../command.js'

const shells = ['bash', 'zsh', 'fish'] as const

/** The command; it is told all commands when it runs, being one of them. */
export function completionCommand(commands: () => readonly AnyCommand[]): AnyCommand {
  return defineCommand({
    name: 'completion',
    group: 'Prepare',
    summary: 'Print a completion script for a shell.',
    arguments: [{ name: 'shell', text: 'bash, zsh or fish.' }],
    examples: [
      { command: 'source <(ganymede completion bash)', text: 'in ~/.bashrc' },
      { command: 'source <(ganymede completion zsh)', text: 'in ~/.zshrc' },
      { command: 'ganymede completion fish > ~/.config/fish/completions/ganymede.fish', text: 'once' },
    ],
    async run({ args, output }) {
      const shell = shells.find((name) => name === args.shell)
      if (shell === undefined) {
        throw new GanymedeError('OPTION_INVALID', `there is no completion for ${args.shell}`, {
          remedy: didYouMean(args.shell ?? '', shells, `Use ${shells.join(', ')}.`) ?? '',
        })
      }
      const { completionScript, completionTree } = await import('../completion-script.js')
      const script = completionScript(shell, await completionTree(commands()))
      output.result(...script.trimEnd().split('\n'))
      output.json({ shell, script })
      return 0
    },
  })
}
