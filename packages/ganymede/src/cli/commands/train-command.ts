/** `ganymede train <system> [data]`: starts a run; the same command again goes on with it. */
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { didYouMean, nearestName } from '@ganymede/core/text'
import type { ConfigFile } from '../../options/config-file.js'
import type { ResolvedOptions } from '../../options/train-options.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { programName, shellWord } from '../../terminal/typed-command.js'
import {
  type ArgumentSpec,
  type Command,
  type CommandVariant,
  defineCommand,
  type Invocation,
  type OptionTable,
  option,
  repeated,
  toggle,
  usual,
} from '../command.js'
import { fittingSystem } from '../fitting-system.js'
import { defaultOut, runReference, runsOption } from '../run-option.js'
import { filePath, text } from '../terminal/values.js'
import {
  dataExamplesOf,
  dataKindOf,
  dataTexts,
  isOfTwo,
  isOptionFor,
  isUsualFor,
  missingData,
} from '../training/train-data-words.js'

const table = {
  preset: usual(
    option(
      '<name>',
      'Starting values: demo learns in minutes on a CPU, small is for trying things out, standard is for good pictures; some systems have more, dcgan photos for your own.',
      text,
      { choices: ['demo', 'small', 'standard'] },
    ),
    'Starting values: demo (minutes on a CPU), small (to try) or standard.',
  ),
  config: option(
    '<file>',
    'Configuration file [default: ganymede.config.ts, .js, .mjs or .json here, if there is one]',
    filePath,
  ),
  set: repeated('<path=value>', 'Any option by its dotted path, such as train.batch=16; may be repeated.'),
  name: option('<text>', 'Name of the run [default: system and data]', text),
  runs: runsOption,
  from: usual(
    repeated(
      '<weights>',
      'Start from weights (fine-tune), with counters at 0: a run, a checkpoint folder, or a .safetensors or .pth file. For one network: generator=netG.pth, or generator=all.pth#key. May be repeated.',
    ),
  ),
  new: usual(toggle('Start a new run, also where an unfinished one could go on.')),
  dryRun: usual(toggle('Run 3 steps and tell parameters, memory, speed and time needed; write nothing.')),
} satisfies OptionTable

const trainArguments = [
  { name: 'system', text: 'What to train [default: what fits the data, dcgan mostly]', isOptional: true },
  { name: 'data', text: 'Folder of images, IDX or CIFAR-10 files, zip, or builtin:glyphs.', isOptional: true },
] as const satisfies readonly ArgumentSpec[]

/** What the words of the command line say about system and configuration. */
interface Found {
  readonly system: AnySystem | undefined
  /** Whether the system stands in the command line, before the data. */
  readonly isNamed: boolean
  readonly config: ConfigFile | undefined
  /** Why this system, where nobody has named one. */
  readonly why: string | undefined
}

export const trainCommand: Command<typeof table> = defineCommand({
  name: 'train',
  group: 'Train',
  summary: 'Train a system on your data; the same command again goes on where it stopped.',
  arguments: trainArguments,
  options: table,
  examples: [
    {
      command: 'ganymede train dcgan builtin:glyphs --preset demo',
      text: 'first pictures in minutes, without any data',
    },
    { command: 'ganymede train dcgan photos/ --preset photos', text: 'your own pictures' },
    { command: 'ganymede train photos/', text: 'what fits them; it says what that is' },
    { command: 'ganymede train dcgan photos/ --size 64 --dry-run', text: 'how long will it take?' },
    { command: 'ganymede train dcgan photos/ --from 7', text: 'fine-tune the weights of run 0007' },
  ],
  reportsProblems: true,
  variant,
  run,
})

async function variant(words: readonly string[]): Promise<CommandVariant> {
  const [
    { asFlags, dynamicFlag, firstOperand, flagsOfOthers, flagsOfSystem, flagValue, switchesOf, withFlagNames },
    { flagText },
    { listSystems },
    { findConfigFile },
  ] = await Promise.all([
    import('../training/train-words.js'),
    import('../../options/system-flags.js'),
    import('../../models/registry.js'),
    import('../../options/config-file.js'),
  ])
  const word = firstOperand(words, switchesOf(table, listSystems()))
  const isKnown = listSystems().some(({ name }) => name === word)
  const file = flagValue(words, '--config') ?? findConfigFile('.')
  // Loaded early only where it decides which systems and flags there are.
  const config = !isKnown && file !== undefined ? await configOf(file) : undefined
  const systems = listSystems()
  const named = systems.find(({ name }) => name === word)
  const configured = named ?? systems.find(({ name }) => name === config?.system)
  const fitting = configured === undefined && word !== undefined ? fittingSystem(word) : undefined
  const system = configured ?? systems.find(({ name }) => name === fitting?.system)
  if (system === undefined && word !== undefined) throw unknownSystem(word, systems)
  const why = configured === undefined && system !== undefined ? fitting?.why : undefined
  const found: Found = { system, isNamed: named !== undefined, config, why }
  if (system === undefined) {
    return {
      usage: '<system> [data] [options]',
      flags: [],
      tables: [
        {
          title: 'Systems',
          rows: systems.map(({ name, title }) => [name, `${title}. Its options: ganymede train ${name} --help`]),
        },
      ],
      found,
    }
  }
  const { name } = system
  const flags = flagsOfSystem(system, table)
  const kind = dataKindOf(system)
  return {
    summary: `Train ${system.title}. The same command again goes on where it stopped.`,
    usage: `${name} [data] [options]`,
    arguments: [{ name: 'data', text: dataTexts[kind] }],
    tables: [
      { title: 'Presets', rows: presetRows(system, (values) => asFlags(values, flags)) },
      {
        title: 'Defaults that go with an option',
        rows: variantRows(system, (values) => asFlags(values, flags)),
        isDetail: true,
      },
    ],
    flags: flags.map((flag) => {
      const { section, key } = flag.field
      const isRead = isOptionFor(kind, key) && (section !== 'train' || system.readsTrainOption?.(key) !== false)
      return {
        ...dynamicFlag(flag, withFlagNames(flagText(flag), flags)),
        isUsual: isRead && isUsualFor(kind, key),
        isForeign: !isRead,
      }
    }),
    foreignFlags: flagsOfOthers(system, systems, table),
    examples: dataExamplesOf(system).map(([data, text]) => ({ command: `ganymede train ${name} ${data}`, text })),
    found,
  }
}

/** What each preset sets, in the order of the options. */
function presetRows(
  { presets }: AnySystem,
  shown: (values: Readonly<Record<string, unknown>>) => string,
): [name: string, text: string][] {
  return Object.entries(presets).map(([name, { model = {}, data = {}, train = {} }]) => [
    name,
    shown({ ...model, ...data, ...train }) || 'the defaults',
  ])
}

/** Defaults that take the place of others with a value of an option, `--network conv`. */
function variantRows(
  { variantDefaults = {} }: AnySystem,
  shown: (values: Readonly<Record<string, unknown>>) => string,
): [name: string, text: string][] {
  return Object.entries(variantDefaults).flatMap(([option, variants]) =>
    Object.entries(variants).map(([value, { model = {}, data = {}, train = {} }]): [string, string] => [
      shown({ [option]: value }),
      shown({ ...model, ...data, ...train }),
    ]),
  )
}

async function run(invocation: Invocation<typeof table>): Promise<number> {
  const { options: given, output } = invocation
  const found = invocation.found as Found
  if (found.system === undefined) throw await missingSystem(invocation)
  const config = await configFor(found.system, found.config, given.config)
  const { withParts } = await import('../../systems/contract/replaced-parts.js')
  const system = withParts(found.system, config?.parts)
  if (found.why !== undefined) output.note(`no system was named: ${found.why} (ganymede train --help names the others)`)
  if (config !== undefined && given.config === undefined) output.note(`options from ${config.file}`)

  const { options, sources } = await resolve(invocation, system, config)
  const out = given.runs ?? config?.runs ?? defaultOut
  const name = given.name ?? config?.name
  if (given.dryRun) {
    const { dryRun } = await import('../training/dry-run.js')
    return dryRun({ system, options, from: given.from, out }, output)
  }
  requireFolder(out)
  const base = {
    system,
    options,
    sources,
    out,
    command: invocation.commandLine,
    ...(name === undefined ? {} : { name }),
  }
  const goal = { out, system: system.name, options, sources, name, from: given.from }
  const { earlierRun, requireIdle } = await import('../training/earlier-run.js')
  const earlier = given.new ? undefined : earlierRun(goal)
  const from = given.from.length === 0 ? {} : { from: given.from }
  const { trainInTerminal } = await import('../training/training-session.js')
  if (earlier === undefined) {
    if (!output.isQuiet && !output.isJson) {
      const { longRunLines } = await import('../training/long-run.js')
      const withPreset = (preset: string) => resolve(invocation, system, config, preset).then((one) => one.options)
      for (const line of await longRunLines({ system, options, withPreset })) output.note(line)
    }
    return trainInTerminal({ ...base, ...from }, output)
  }

  const { run: folder, record, differences } = earlier
  const again = `${programName()} ${invocation.commandLine.slice(1).map(shellWord).join(' ')}`
  if (earlier.state === 'finished') {
    const [{ extentText, longerFlags }, { extentOf }] = await Promise.all([
      import('../../training/train-longer.js'),
      import('../../training/end-of-run.js'),
    ])
    const done = extentOf(folder, record.step, options.train)
    const reference = shellWord(runReference(folder, out))
    const longer = `${programName()} resume ${reference} ${longerFlags(options.train, done)}`
    output.result(
      `${folder.name} is done: ${extentText(options.train, done)} with these options.`,
      `  train longer    ${longer}`,
      `  train anew      ${again} --new`,
    )
    output.json({ kind: 'result', status: 'done', dir: folder.dir, step: record.step, steps: options.train.steps })
    return 0
  }
  if (differences.length > 0) {
    const [{ valueShown }, { settingsOf }] = await Promise.all([
      import('../../options/option-difference.js'),
      import('../training/settings-of-change.js'),
    ])
    const reference = shellWord(runReference(folder, out))
    const settings = settingsOf({ differences, before: record.options, options, sources })
    throw new GanymedeError('RUN_CHANGED', `${folder.name} is unfinished and was started with other options`, {
      lines: differences.map(
        ({ path: name, before, after }) => `${name}: was ${valueShown(before)}, now ${valueShown(after)}`,
      ),
      remedy: [
        `Go on as it was: ${programName()} resume ${reference}`,
        ...(settings === undefined
          ? []
          : [`Go on with what is new: ${programName()} resume ${reference} ${settings} --accept-changes`]),
        `Start another run: ${again} --new`,
      ].join('\n'),
    })
  }
  requireIdle(folder, `Wait for it, or train another one beside it: ${again} --new`)
  const { listCheckpoints } = await import('@ganymede/runs/checkpoints')
  const last = listCheckpoints(folder.checkpoints).filter(({ isFailed }) => !isFailed)
  const wasInterrupted = record.status === 'running' || record.status === 'paused'
  const what = wasInterrupted ? `${folder.name} was interrupted; going on with it` : `going on with ${folder.name}`
  output.note(`${what} from step ${last.at(-1)?.step ?? 0}`)
  return trainInTerminal({ ...base, ...from, resume: folder }, output)
}

/** Runs need a folder, or a place where one can be made; what is in its way is found before anything is loaded. */
function requireFolder(out: string): void {
  let place = path.resolve(out)
  // A name below a file does not exist either.
  while (!existsSync(place) && path.dirname(place) !== place) place = path.dirname(place)
  if (!statSync(place).isDirectory()) {
    const what = place === path.resolve(out) ? 'is a file' : `is below the file ${place}`
    throw new GanymedeError('OPTION_INVALID', `--runs ${out} ${what}, not a folder for runs`, {
      remedy: 'Name another folder.',
    })
  }
  try {
    accessSync(place, constants.W_OK)
  } catch (error) {
    throw new GanymedeError('WRITE_FAILED', `--runs ${out}: nothing can be written in ${place}`, {
      remedy: 'Name another folder with --runs, or change the permissions of this one.',
      cause: error,
    })
  }
}

async function resolve(
  { args, flags, options: given, problems, found }: Invocation<typeof table>,
  system: AnySystem,
  config: ConfigFile | undefined,
  preset: string | undefined = given.preset ?? config?.preset,
): Promise<{ options: ResolvedOptions; sources: Readonly<Record<string, 'default' | 'preset' | 'config' | 'flag'>> }> {
  const [{ assignmentsOf, resolveOptions }, { flagsOfSystem }] = await Promise.all([
    import('../../options/resolve-options.js'),
    import('../training/train-words.js'),
  ])
  const isNamed = (found as Found).isNamed
  // Without the system's name in front, the only word is the data.
  const data = isNamed ? args.data : args.system
  const excess =
    isNamed || args.data === undefined
      ? []
      : [{ kind: 'invalid' as const, name: args.data, text: 'is one word too many' }]
  const assigned = flagsOfSystem(system, table).flatMap(({ name, field }) => {
    const value = flags.get(name)
    return value === undefined ? [] : [{ path: field.path, value, source: 'flag' as const, origin: name }]
  })
  if (data !== undefined) assigned.push({ path: 'data.path', value: data, source: 'flag', origin: '[data]' })
  const hasData =
    data !== undefined ||
    config?.options.some(({ path }) => path === 'data.path') === true ||
    given.set.some((text) => text.startsWith('data.path='))
  if (!hasData && preset !== 'demo' && problems.length === 0) throw missingData(system)
  const builtin = hasData ? [] : assignmentsOf({ data: { path: 'builtin:glyphs' } }, 'preset', 'preset demo')
  return resolveOptions(system, {
    preset,
    config: [...builtin, ...(config?.options ?? [])],
    flags: assigned,
    sets: given.set,
    problems: [...problems, ...excess].map((problem) => {
      // Two folders in a row are how one would say it.
      const isSecondFolder = problem.text.startsWith('is one word too many') && isOfTwo(dataKindOf(system))
      return isSecondFolder
        ? { ...problem, text: 'is one word too many: name a second folder with --targets' }
        : problem
    }),
  })
}

async function configOf(file: string): Promise<ConfigFile> {
  const [{ loadConfigFile }, { configModules }] = await Promise.all([
    import('../../options/config-file.js'),
    import('../provide-system.js'),
  ])
  // The file imports this very Ganymede, wherever it lies and whether or not it is installed there.
  return loadConfigFile(file, configModules({ '@ganymede/toolkit': () => import('../../index.js') }))
}

async function configFor(system: AnySystem, loaded: ConfigFile | undefined, given: string | undefined) {
  const { findConfigFile } = await import('../../options/config-file.js')
  const file = given ?? findConfigFile('.')
  const config = loaded ?? (file === undefined ? undefined : await configOf(file))
  if (config?.system === undefined || config.system === system.name) return config
  throw new GanymedeError('OPTION_INVALID', `${config.file} is for ${config.system}, not for ${system.name}`, {
    remedy: `Leave out the system to train ${config.system}, or name another file with --config.`,
  })
}

function unknownSystem(word: string, systems: readonly AnySystem[]): GanymedeError {
  const names = systems.map(({ name }) => name)
  const first = nearestName(word, names) ?? (names.includes('dcgan') ? 'dcgan' : (names[0] ?? ''))
  const isPath = /[/\\:.]/.test(word)
  const question = didYouMean(word, names)
  return new GanymedeError(
    'OPTION_UNKNOWN',
    `there is no system named ${word}.${question === undefined ? '' : ` ${question}`}`,
    {
      lines: [`systems: ${names.join(', ')}`],
      remedy: isPath
        ? `Name the system first: ganymede train ${first} ${shellWord(word)}`
        : `Say it like this: ganymede train ${first} <data>`,
    },
  )
}

/** Also when it stands behind a flag, as in other programs. */
async function missingSystem({ commandLine, problems }: Invocation<typeof table>): Promise<GanymedeError> {
  const [{ listSystems }, { flagValue }] = await Promise.all([
    import('../../models/registry.js'),
    import('../training/train-words.js'),
  ])
  const names = listSystems().map(({ name }) => name)
  const meant = nearestName(flagValue(commandLine, '--model') ?? '', names)
  const data = flagValue(commandLine, '--dataroot') ?? '<data>'
  return new GanymedeError('OPTION_INVALID', 'what to train is missing: ganymede train <system> <data>', {
    lines: [
      ...problems.map(({ name, text }) => `${name} ${text}`),
      ...(meant === undefined ? listSystems().map(({ name, title }) => `${name.padEnd(10)}  ${title}`) : []),
    ],
    remedy:
      meant === undefined
        ? 'First pictures in minutes: ganymede train dcgan builtin:glyphs --preset demo'
        : `Say it like this: ganymede train ${meant} ${data === '<data>' ? data : shellWord(data)}`,
  })
}
