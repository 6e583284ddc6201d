/** `ganymede completion <shell>`: a script that completes commands, flags, choices and runs. */
import { defineCommand } from '../cli/command.js'
import { didYouMean } from '../config/nearest-name.js'
import { GanymedeError } from '../errors.js'

const shells = ['bash', 'zsh', 'fish'] as const

export const completionCommand = defineCommand({
  name: 'completion',
  group: 'Prepare',
  summary: 'Print a completion script for a shell.',
  arguments: [{ name: 'shell', text: 'bash, zsh or fish.' }],
  examples: [
    { command: 'source <(ganymede completion bash)', text: 'in ~/.bashrc' },
    { command: 'ganymede completion zsh > ~/.zfunc/_ganymede', text: 'in a folder of fpath' },
    { command: 'ganymede completion fish > ~/.config/fish/completions/ganymede.fish', text: '' },
  ],
  async run({ args, output }) {
    const shell = shells.find((name) => name === args.shell)
    if (shell === undefined) {
      throw new GanymedeError('OPTION_INVALID', `there is no completion for ${args.shell}`, {
        remedy: didYouMean(args.shell ?? '', shells, `Use ${shells.join(', ')}.`) ?? '',
      })
    }
    // Late: the list of commands holds this one.
    const [{ commands }, { completionScript, completionTree }] = await Promise.all([
      import('./list.js'),
      import('../cli/completion-script.js'),
    ])
    const script = completionScript(shell, await completionTree(commands))
    output.result(script.trimEnd())
    output.json({ shell, script })
    return 0
  },
})
