/** `ganymede resume <run>`: goes on with a run, with its own options or with some changed. */
import { existsSync } from 'node:fs'
import { GanymedeError } from '@ganymede/core'
import type { SystemFlag } from '../../options/system-flags.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { programName, shellWord } from '../../terminal/typed-command.js'
import {
  type Command,
  type CommandVariant,
  defineCommand,
  type Invocation,
  type OptionTable,
  option,
  repeated,
  toggle,
} from '../command.js'
import { defaultOut, runArgument, runReference, runsOption } from '../run-option.js'
import { filePath, integer } from '../terminal/values.js'

const table = {
  acceptChanges: toggle('Go on although options that shape the result differ; what changed stays in the run.'),
  step: option('<n>', 'Go on from the checkpoint of this step [default: the latest one that is intact]', integer(0)),
  set: repeated('<path=value>', 'Change any option by its dotted path; may be repeated.'),
  data: option('<path>', 'Where the data lies now; must be the same data.', filePath),
  runs: runsOption,
} satisfies OptionTable

export const resumeCommand: Command<typeof table> = defineCommand({
  name: 'resume',
  group: 'Train',
  summary: 'Go on with a run from its last checkpoint.',
  usesSystem: true,
  arguments: [runArgument],
  options: table,
  examples: [
    { command: 'ganymede resume latest', text: 'the newest run, as it was' },
    { command: 'ganymede resume 7 --steps 40000', text: 'train run 0007 longer' },
    { command: 'ganymede resume 7 --set model.lrG=1e-4 --accept-changes', text: 'with another learning rate' },
  ],
  variant,
  run,
})

/** Flags for what may change without making it another run; everything else goes through `--set`. */
async function changeableFlags(): Promise<SystemFlag[]> {
  const [{ optionFields }, { systemFlags }, { changeableTrainOptions }, { z }] = await Promise.all([
    import('../../options/option-fields.js'),
    import('../../options/system-flags.js'),
    import('../../options/train-options.js'),
    import('zod'),
  ])
  const fields = optionFields({ name: 'any', options: z.strictObject({}) })
  const changeable: readonly string[] = changeableTrainOptions
  return systemFlags(fields.filter(({ section, key }) => section === 'train' && changeable.includes(key)))
}

async function variant(words: readonly string[]): Promise<CommandVariant> {
  const [flags, { flagText }, { dynamicFlag, flagsAsSettings }, systems] = await Promise.all([
    changeableFlags(),
    import('../../options/system-flags.js'),
    import('../training/train-words.js'),
    systemsOf(words),
  ])
  return {
    foreignFlags: flagsAsSettings(systems, table),
    flags: flags.map((flag) => {
      // The default here is what the run has.
      const field = { ...flag.field, default: undefined }
      return dynamicFlag({ ...flag, field }, flagText({ ...flag, field }))
    }),
  }
}

/** The system of the run that is named, or all where that cannot be found out: what is wrong then is told when it is read. */
async function systemsOf(words: readonly string[]): Promise<readonly AnySystem[]> {
  const [{ firstOperand, flagValue, switchesOf }, { findRun }, { readRunRecord }, { findSystem, listSystems }] =
    await Promise.all([
      import('../training/train-words.js'),
      import('@ganymede/runs/folder'),
      import('@ganymede/runs/folder'),
      import('../../models/registry.js'),
    ])
  const reference = firstOperand(words, switchesOf(table, []))
  if (reference === undefined) return listSystems()
  try {
    const { record } = findRun(reference, { out: flagValue(words, '--runs') ?? defaultOut })
    return [findSystem(readRunRecord(record).definition.name)]
  } catch {
    return listSystems()
  }
}

/** The words of the command line but for the command and the run. */
function wordsBehind(commandLine: readonly string[], reference: string): string[] {
  const at = commandLine.indexOf(reference, 2)
  const isRuns = (word: string, index: number, all: readonly string[]) =>
    word === '--runs' || all[index - 1] === '--runs'
  return commandLine.filter((word, index, all) => index > 1 && index !== at && !isRuns(word, index, all))
}

async function run({ args, options: given, flags, output, commandLine }: Invocation<typeof table>): Promise<number> {
  const [
    { findRun },
    { readRunRecord },
    { refuseOwnLoop },
    { requireIdle },
    { findSystem },
    { assignmentsOf, resolveOptions },
  ] = await Promise.all([
    import('@ganymede/runs/folder'),
    import('@ganymede/runs/folder'),
    import('@ganymede/runs/folder'),
    import('../training/earlier-run.js'),
    import('../../models/registry.js'),
    import('../../options/resolve-options.js'),
  ])
  const out = given.runs ?? defaultOut
  const folder = findRun(args.run ?? '', { out })
  const record = readRunRecord(folder.record)
  refuseOwnLoop(folder, record)
  requireIdle(
    folder,
    `Wait until it has ended, or ask it to: ${programName()} stop ${shellWord(runReference(folder, out))}`,
  )

  if (given.data !== undefined && !existsSync(given.data) && !given.data.startsWith('builtin:')) {
    throw new GanymedeError('DATA_NOT_FOUND', `--data ${given.data} does not exist`, {
      remedy: `Name the place where the data of ${folder.name} lies now; it was ${record.data.path}`,
    })
  }
  const system = findSystem(record.definition.name)
  const assigned = (await changeableFlags()).flatMap(({ name, field }) => {
    const value = flags.get(name)
    return value === undefined ? [] : [{ path: field.path, value, source: 'flag' as const, origin: name }]
  })
  if (given.data !== undefined) {
    assigned.push({ path: 'data.path', value: given.data, source: 'flag', origin: '--data' })
  }
  const { options, sources } = resolveOptions(system, {
    config: assignmentsOf(record.options, 'config', `${folder.name}/run.json`),
    flags: assigned,
    sets: given.set,
  })
  const { extentOf, isComplete, plannedSteps } = await import('../../training/end-of-run.js')
  const done = extentOf(folder, record.step, options.train)
  if (isComplete(options.train, done) && given.step === undefined) {
    const { extentText, longerFlags } = await import('../../training/train-longer.js')
    const reference = shellWord(runReference(folder, out))
    // What was asked for beside is not forgotten.
    const own = wordsBehind(commandLine, args.run ?? '').map(shellWord)
    const longer = [programName(), 'resume', reference, longerFlags(options.train, done), ...own].join(' ')
    output.result(`${folder.name} is done: ${extentText(options.train, done)}.`, `  train longer    ${longer}`)
    output.json({
      kind: 'result',
      status: 'done',
      dir: folder.dir,
      step: record.step,
      steps: plannedSteps(options.train),
    })
    return 0
  }
  const { trainInTerminal } = await import('../training/training-session.js')
  return trainInTerminal(
    {
      system,
      options,
      // What was not changed here keeps its origin.
      sources: Object.fromEntries(Object.entries(sources).filter(([, source]) => source === 'flag')),
      out,
      command: commandLine,
      resume: folder,
      acceptChanges: given.acceptChanges,
      ...(given.step === undefined ? {} : { resumeStep: given.step }),
    },
    output,
  )
}
