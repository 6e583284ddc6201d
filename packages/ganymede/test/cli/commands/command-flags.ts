/** All commands with the options that they have. */
import type { AnyCommand } from '../../../src/cli/command.js'
import { commands } from '../../../src/cli/commands/all-commands.js'
import { flagsOf } from '../../../src/cli/program.js'
import { listSystems } from '../../../src/models/registry.js'

export interface NamedCommand {
  readonly words: readonly string[]
  readonly flags: ReadonlySet<string>
}

/** Options that a command has; `train` those of any system. */
async function allFlags(command: AnyCommand): Promise<string[]> {
  const systems = command.name === 'train' ? listSystems().map(({ name }) => [name]) : [[]]
  const variants = await Promise.all(systems.map((words) => command.variant?.(words)))
  return variants.flatMap((variant) => flagsOf(command, variant))
}

async function flatten(list: readonly AnyCommand[], before: readonly string[] = []): Promise<NamedCommand[]> {
  const found = await Promise.all(
    list.map(async (command) => {
      const words = [...before, command.name]
      const own = command.run === undefined ? [] : [{ words, flags: new Set(await allFlags(command)) }]
      return [...own, ...(await flatten(command.subcommands ?? [], words))]
    }),
  )
  return found.flat()
}

export function commandsWithFlags(): Promise<NamedCommand[]> {
  return flatten(commands)
}
