/** Starting a run from weights that exist: of another run, of a checkpoint, or of a file that PyTorch wrote. */
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { findCheckpoint, manifestName, verifyCheckpoint } from '@ganymede/runs/checkpoints'
import { findRun, type RunFolder } from '@ganymede/runs/folder'
import { readSafetensors, scope } from '@ganymede/torch'
import type { Module, StateDict } from '../nn/module.js'
import type { Networks, WeightsExplanation } from '../systems/contract/system.js'
import { isWhole, loadWeights, type NetworkReport, shapesIn, shapesOf } from '../weights/load-weights.js'
import type { NamedShapes } from '../weights/match-names.js'
import { readWeights } from '../weights/read-weights.js'
import type { Trainer } from './trainer.js'

/** What a run was started from; stored in `run.json`. */
export interface WeightStart {
  /** As the user named them. */
  readonly references: readonly string[]
  /** The same, absolute and with the checkpoint that `latest` was, so that the start can be repeated. */
  readonly resolved: readonly string[]
  readonly networks: readonly NetworkReport[]
  /** Networks that start from random values. */
  readonly untouched: readonly string[]
}

/** One reference, taken apart. */
interface Source {
  /** Name of a network, or of a part of one: `generator.a2b`. */
  readonly network: string | undefined
  readonly key: string | undefined
  /** Absolute. */
  readonly path: string
  readonly isFolder: boolean
}

/**
 * Loads weights into the networks of a training, and into the average; counters, optimizers and random streams are those of
 * a new run.
 *
 * A reference is a run (folder, number, start of its name, `latest`), a checkpoint folder, or a file: `netG.pth`. One that
 * is meant for one network names it, `generator=netG.pth`, and the key inside a file of torch.save follows a `#`:
 * `generator=checkpoint.pth#g_ema`. A part of a network is named by its path, for files only: `generator.a2b=net_G_A.pth`.
 * Later references win.
 *
 * @param out  folder of all runs
 * @throws GanymedeError `RUN_NOT_FOUND`, `FILE_UNREADABLE`, `CHECKPOINT_CORRUPT`, `OPTION_INVALID` for a network that does
 *   not exist, `WEIGHTS_MISMATCH` when nothing fits
 * @throws TorchError `FILE_INVALID` for a damaged or hostile file
 */
export function startFromWeights(trainer: Trainer, references: readonly string[], out: string): WeightStart {
  const names = Object.keys(trainer.networks)
  const sources = references.map((reference) => sourceOf(reference, trainer.networks, out))
  const reports = new Map<string, NetworkReport>()
  for (const source of sources) {
    for (const report of source.isFolder ? fromCheckpoint(trainer, source) : fromFile(trainer, source)) {
      reports.set(report.network, report)
    }
  }
  return {
    references: [...references],
    resolved: sources.map(
      ({ network, key, path: file }) => `${network ? `${network}=` : ''}${file}${key ? `#${key}` : ''}`,
    ),
    networks: [...reports.values()],
    untouched: names.flatMap((name) => untouchedIn(name, trainer.networks[name]!, reports)),
  }
}

/** The network itself when nothing was loaded into it; its other parts when something was loaded into some. */
function untouchedIn(name: string, network: Module, reports: ReadonlyMap<string, unknown>): string[] {
  if (reports.has(name)) return []
  const loaded = [...reports.keys()].filter((one) => one.startsWith(`${name}.`))
  if (loaded.length === 0) return [name]
  return [...network.children().keys()]
    .map((part) => `${name}.${part}`)
    .filter((part) => !loaded.some((one) => one === part || one.startsWith(`${part}.`)))
}

/** A network, or the part of one that a path names; undefined when there is none. */
function moduleAt(networks: Networks, place: string): Module | undefined {
  const [name = '', ...path] = place.split('.')
  return path.reduce<Module | undefined>((module, part) => module?.children().get(part), networks[name])
}

function sourceOf(reference: string, networks: Networks, out: string): Source {
  const named = existsSync(reference) ? null : /^([A-Za-z][\w-]*(?:\.[\w-]+)*)=(.+)$/s.exec(reference)
  const network = named?.[1]
  if (network !== undefined && moduleAt(networks, network) === undefined) {
    throw new GanymedeError('OPTION_INVALID', `--from ${reference}: there is no network called ${network}`, {
      lines: [`networks: ${Object.keys(networks).join(', ')}`],
      remedy: 'Name one of these before the =, or leave the name out.',
    })
  }
  const rest = named?.[2] ?? reference
  const hash = existsSync(rest) ? -1 : rest.lastIndexOf('#')
  const [place, key] = hash < 0 ? [rest, undefined] : [rest.slice(0, hash), rest.slice(hash + 1)]
  const source = { network, key, path: path.resolve(place) }
  const found = statSync(place, { throwIfNoEntry: false })
  if (found !== undefined && !found.isDirectory()) return { ...source, isFolder: false }
  if (key !== undefined && found !== undefined) {
    throw new GanymedeError('OPTION_INVALID', `--from ${reference}: only a file has a key behind #`)
  }
  if (network !== undefined && !(network in networks)) {
    throw new GanymedeError('OPTION_INVALID', `--from ${reference}: a part of a network comes from a file`, {
      remedy: `Give a file of weights, or the whole network: ${network.split('.')[0]}=${rest}`,
    })
  }
  if (existsSync(path.join(place, manifestName))) return { ...source, isFolder: true }
  if (found === undefined && /\.[A-Za-z]\w*$/.test(place)) {
    throw new GanymedeError('FILE_UNREADABLE', `--from ${reference}: ${place} does not exist`, {
      remedy: 'Check the path.',
    })
  }
  const { dir } = findCheckpoint(runOf(reference, place, out).checkpoints, 'latest')
  return { ...source, path: path.resolve(dir), isFolder: true }
}

/** What is neither a file nor a checkpoint must be a run. */
function runOf(reference: string, place: string, out: string): RunFolder {
  try {
    return findRun(place, { out })
  } catch (error) {
    if (!(error instanceof GanymedeError) || existsSync(place)) throw error
    throw new GanymedeError('RUN_NOT_FOUND', `--from ${reference}: there is no file, checkpoint or run of this name`, {
      lines: [error.message, ...error.lines],
      remedy: 'Give a run (ganymede runs lists them), a checkpoint folder, or a .safetensors or .pth file.',
      cause: error,
    })
  }
}

function fromCheckpoint({ networks, ema, system }: Trainer, { network, path: dir }: Source): NetworkReport[] {
  verifyCheckpoint(dir, { contents: true })
  const wanted = network === undefined ? Object.keys(networks) : [network]
  const present = wanted.filter((name) => existsSync(weightsIn(dir, name)))
  if (present.length === 0) {
    throw new GanymedeError('WEIGHTS_MISMATCH', `${dir} has no weights of ${wanted.join(' or ')}`, {
      remedy: `See what it holds: ganymede inspect ${dir}`,
    })
  }
  const load = (name: string, into = networks[name]!, file = weightsIn(dir, name)) =>
    scope('start-from', () => loadWeights(into, name, file, readSafetensors(file).tensors))
  const reports = present.map((name) => load(name))
  if (ema === null || !present.includes(system.generator)) return reports
  ema.restore(networks[system.generator]!.stateDict())
  const average = weightsIn(dir, `${system.generator}-ema`)
  if (existsSync(average)) load(system.generator, ema.network, average)
  return reports
}

function fromFile(trainer: Trainer, source: Source): NetworkReport[] {
  const { networks, ema, system } = trainer
  const { network, key, path: file } = source
  return scope('start-from', () => {
    const shapes = new Map(Object.entries(networks).map(([name, one]) => [name, shapesOf(one)]))
    const parts = explained(
      () => readWeights({ file, network, key }, shapes),
      // With a network named, the tensors come as they are.
      () => explain(trainer, undefined, readWeights({ file, network: 'any', key }, shapes).get('any') ?? new Map()),
    )
    const reports = [...parts].map(([name, tensors]) => loadFitting(trainer, name, file, tensors))
    const isOfGenerator = (name: string) => name === system.generator || name.startsWith(`${system.generator}.`)
    if ([...parts.keys()].some(isOfGenerator)) ema?.restore(networks[system.generator]!.stateDict())
    return reports
  })
}

/** @throws GanymedeError `WEIGHTS_MISMATCH` when the system knows what would make weights fit that do not */
function loadFitting(trainer: Trainer, name: string, file: string, tensors: StateDict): NetworkReport {
  const module = moduleAt(trainer.networks, name)!
  const report = explained(
    () => loadWeights(module, name, file, tensors),
    () => explain(trainer, name, tensors),
  )
  if (isWhole(report)) return report
  const why = explain(trainer, name, tensors)
  if (why === null || why.remedy === null) return report
  const [own, given] = [shapesOf(module), shapesIn(tensors)]
  const shown = (from: NamedShapes) => (one: string) => `${one} [${(from.get(one) ?? []).join(', ')}]`
  throw new GanymedeError('WEIGHTS_MISMATCH', `the weights of ${file} do not fit ${name}`, {
    lines: [
      ...why.lines,
      ...some('of another shape', report.conflicts, (one) => one),
      ...some('not in the file', report.missing, shown(own)),
      ...some('in the file only', report.unexpected, shown(given)),
    ],
    remedy: why.remedy,
  })
}

/** Does it; a mismatch is told with what the system knows of such weights. */
function explained<T>(work: () => T, explanation: () => WeightsExplanation | null): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof GanymedeError) || error.code !== 'WEIGHTS_MISMATCH') throw error
    const why = explanation()
    if (why === null) throw error
    const { message, lines, remedy } = error
    const told = why.remedy ?? remedy
    throw new GanymedeError('WEIGHTS_MISMATCH', message, {
      lines: [...why.lines, ...lines],
      ...(told === undefined ? {} : { remedy: told }),
      cause: error,
    })
  }
}

function explain(
  { system, options, networks }: Trainer,
  place: string | undefined,
  tensors: StateDict,
): WeightsExplanation | null {
  const places = Object.entries(networks).flatMap(([name, network]) => [
    [name, shapesOf(network)] as const,
    ...[...network.children()].map(([part, module]) => [`${name}.${part}`, shapesOf(module)] as const),
  ])
  return system.explainWeights?.(options, { place, file: shapesIn(tensors), own: new Map(places) }) ?? null
}

const shownNames = 6

function some(title: string, names: readonly string[], text: (name: string) => string): string[] {
  if (names.length === 0) return []
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : ''
  return [`${title}: ${names.slice(0, shownNames).map(text).join(', ')}${more}`]
}

function weightsIn(dir: string, name: string): string {
  return path.join(dir, `${name}.safetensors`)
}
