/** A trained model from a run folder, ready to make pictures. Needs nothing restated. */

import { GanymedeError, givenOptions, requireArray, wrongArgument } from '@ganymede/core'
import { latentFromSeed } from '@ganymede/core/random'
import { type CheckpointChoice, findCheckpoint } from '@ganymede/runs/checkpoints'
import type { RunFolder } from '@ganymede/runs/folder'
import { readRunRecord, refuseOwnLoop } from '@ganymede/runs/folder'
import type { Picture } from '@ganymede/runs/sheets'
import { resolveDevice, scope, type Tensor, tensor } from '@ganymede/torch'
import { readCheckpointState, useCheckpointTensors } from '../checkpoint/checkpoint.js'
import { SeededStreams } from '../checkpoint/random-streams.js'
import { PreparedNetwork } from '../nn/inference/prepared-network.js'
import type { Module } from '../nn/module.js'
import type { ResolvedOptions } from '../options/train-options.js'
import { classCount, labelOfSeed, labelTensor, latentLength, requireLatents } from '../pictures/latents.js'
import { toPictures } from '../pictures/real-images.js'
import { requireParts } from '../systems/contract/replaced-parts.js'
import type { AnySystem, DataShape, Networks, SampleContext, SampleRequest } from '../systems/contract/system.js'
import { type AskedPrecision, chosenPrecision, type Precision } from '../training/placement.js'

export interface OpenModelOptions {
  /** Which checkpoint; default `preferred`, as for commands: the best by FID where the latest was measured and is worse, else the latest. */
  readonly which?: CheckpointChoice
  /** Default `'cpu'`. */
  readonly device?: string
  /**
   * Arithmetic of the generator. Default `'float32'`: a seed gives the same picture on every machine. `'auto'`: bfloat16
   * where the device has native units for it, several times as fast; pictures differ by a few grey levels.
   */
  readonly precision?: AskedPrecision
  /** How to find the system of a run by name. */
  readonly systemOf: (name: string) => AnySystem
}

export interface OpenModel {
  readonly run: RunFolder
  readonly system: AnySystem
  readonly options: ResolvedOptions
  readonly data: DataShape
  readonly step: number
  /** 0 for a system without latents, whose pictures are made by translation: `decode` and `sample` refuse then. */
  readonly latentDim: number
  /** Names of the classes that pictures can be asked for; null when the system takes no labels. */
  readonly classes: readonly string[] | null
  /** Whether averaged weights exist; they are used unless `ema: false` is asked for. */
  readonly hasEma: boolean
  /** What a person should know: that the latest checkpoint was damaged, say. */
  readonly notes: readonly string[]
  /**
   * @param latents  `n · latentDim` numbers, row by row
   * @param request  classes, for systems that take them; default: the first class
   * @throws GanymedeError `OPTION_INVALID` for a class that does not exist, or any class where there are none;
   *   `LATENTS_MISSING` for a system without latents; `MODEL_DISPOSED`
   */
  decode(latents: Float32Array, request?: Omit<SampleRequest, 'seeds'>): Picture[]
  /**
   * The same seed gives the same picture, whatever is asked for beside it.
   *
   * @throws GanymedeError `OPTION_INVALID` without seeds; otherwise as `decode` does
   */
  sample(request: SampleRequest): Picture[]
  /** What the generator computes in; weights stay float32. */
  readonly precision: Precision
  /**
   * Runs `fn`, which calls the generator, as `decode` does: batch norm folded, weights cast and ordered once, in the model's
   * precision, without gradients. Results come in that precision.
   *
   * @param fn       synchronous; may change modes of the networks
   * @param options  `ema`: whether `fn` takes the averaged weights where there are any; default true
   */
  infer<T>(fn: () => T, options?: { readonly ema?: boolean | undefined }): T
  /** The networks in evaluation mode, for what needs more than pictures. They belong to the model. */
  readonly context: SampleContext<Networks, unknown>
  dispose(): void
}

// Pictures made at a time: bounds memory whatever the number asked for.
const chunk = 64

/**
 * Opens the model of a run.
 *
 * @throws GanymedeError `CHECKPOINT_MISSING`, `CHECKPOINT_CORRUPT`, `CHECKPOINT_MISMATCH`, `RUN_INVALID`, `RUN_OWN_LOOP`
 */
export function openModel(
  run: RunFolder,
  { which = 'preferred', device = 'cpu', precision: asked = 'float32', systemOf }: OpenModelOptions,
): OpenModel {
  const record = readRunRecord(run.record)
  refuseOwnLoop(run, record)
  const system = systemOf(record.definition.name)
  requireParts(record.definition.parts, system)
  const place = resolveDevice(device)
  const found = findCheckpoint(run.checkpoints, which)
  const state = readCheckpointState(found.dir)
  const options = state.options as unknown as ResolvedOptions
  const data = dataShapeOf(record.data, system, options)
  const random = new SeededStreams(0, place)
  const networks: Readonly<Record<string, Module>> = system.build(options.model, data, random)
  for (const [name, network] of Object.entries(networks)) {
    useCheckpointTensors(found.dir, name, (tensors) => network.rename(name).loadStateDict(tensors))
    network.to({ device: place }).eval()
  }
  const ema = state.ema === null ? null : openAverage(found.dir, system, options, data, place)
  const latentDim = latentLength(system, options.model)
  const classes = classCount(system, options.model, data)
  const precision = chosenPrecision(asked, place)
  const prepared = new Map<Module, PreparedNetwork>()
  let isDisposed = false
  const requireOpen = () => {
    if (isDisposed) throw disposedModel(`the model of ${run.name}`)
  }

  const infer = <T>(fn: () => T, { ema: useEma = true }: { readonly ema?: boolean | undefined } = {}): T => {
    requireOpen()
    const generator = useEma && ema !== null ? ema : (networks[system.generator] as Module)
    const ready = prepared.get(generator) ?? new PreparedNetwork(generator, { precision })
    prepared.set(generator, ready)
    return ready.run(fn)
  }

  const decode = (latents: Float32Array, request: Omit<SampleRequest, 'seeds'> = {}): Picture[] => {
    requireOpen()
    const decoder = requireLatents(system)
    givenOptions('decode', request, ['label', 'labels', 'ema'])
    requireArray('decode', 'latents', latents)
    const count = latents.length / latentDim
    if (!Number.isInteger(count)) {
      throw new GanymedeError(
        'OPTION_INVALID',
        `latents must come in rows of ${latentDim} numbers, got ${latents.length}`,
      )
    }
    const labels = classesOf(request, count, { system, data, classes })
    const pictures: Picture[] = []
    for (let from = 0; from < count; from += chunk) {
      const rows = latents.slice(from * latentDim, Math.min(count, from + chunk) * latentDim)
      pictures.push(
        ...scope('sample', () => {
          const z: Tensor = tensor(rows, { shape: [rows.length / latentDim, latentDim], device: place })
          const ctx = { networks, ema, options: options.model, data, device: place }
          const chosen = labels === null ? null : labelTensor(labels.slice(from, from + chunk), place)
          const { ema: useEma = true } = request
          const images = infer(() => decoder.decode(ctx, z, { labels: chosen, ema: useEma }), { ema: useEma })
          return toPictures(images)
        }),
      )
    }
    return pictures
  }

  return {
    run,
    system,
    options,
    data,
    step: state.loop.step,
    latentDim,
    classes: classes === 0 ? null : data.classes,
    hasEma: ema !== null,
    notes: found.notes,
    precision,
    infer,
    context: { networks, ema, options: options.model, data, device: place },
    decode,
    sample(asked) {
      const { seeds, ...request } = givenOptions('sample', asked, ['seeds', 'label', 'labels', 'ema'])
      requireSeeds(seeds)
      requireOpen()
      requireLatents(system)
      const latents = new Float32Array(seeds.length * latentDim)
      seeds.forEach((seed, i) => {
        latents.set(latentFromSeed(seed, latentDim), i * latentDim)
      })
      const isLabelled = classes === 0 || request.label !== undefined || request.labels !== undefined
      return decode(
        latents,
        isLabelled ? request : { ...request, labels: seeds.map((seed) => labelOfSeed(seed, classes)) },
      )
    },
    dispose() {
      isDisposed = true
      for (const one of prepared.values()) one.dispose()
      prepared.clear()
      for (const network of Object.values(networks)) network.dispose()
      ema?.dispose()
      random.dispose()
    },
  }
}

function requireSeeds(seeds: unknown): void {
  requireArray('sample', 'seeds', seeds)
  const wrong = Array.from<unknown>(seeds).find((seed) => !Number.isSafeInteger(seed))
  if (wrong !== undefined) throw wrongArgument('sample', 'seeds', 'a list of whole numbers', seeds)
}

/** @internal The error of what is asked of a model that was freed. */
export function disposedModel(what: string): GanymedeError {
  return new GanymedeError('MODEL_DISPOSED', `${what} was freed by dispose()`)
}

/** The class of each picture, or null for a system without classes. */
function classesOf(
  { label, labels }: Omit<SampleRequest, 'seeds'>,
  count: number,
  { system, data, classes }: { readonly system: AnySystem; readonly data: DataShape; readonly classes: number },
): readonly number[] | null {
  const asked = labels ?? (label === undefined ? undefined : new Array<number>(count).fill(label))
  if (classes === 0) {
    if (asked === undefined) return null
    throw new GanymedeError('OPTION_INVALID', `this ${system.name} takes no class`, { remedy: 'Leave out the label.' })
  }
  const chosen = asked ?? new Array<number>(count).fill(0)
  if (chosen.length !== count) {
    throw new GanymedeError('OPTION_INVALID', `${count} pictures need as many labels, got ${chosen.length}`)
  }
  const wrong = chosen.find((one) => !Number.isInteger(one) || one < 0 || one >= classes)
  if (wrong === undefined) return chosen
  throw new GanymedeError('OPTION_INVALID', `there is no class ${wrong}: classes go from 0 to ${classes - 1}`, {
    lines: (data.classes ?? []).slice(0, 20).map((name, i) => `${i}  ${name}`),
  })
}

function openAverage(
  folder: string,
  system: AnySystem,
  options: ResolvedOptions,
  data: DataShape,
  device: string,
): Module {
  const twin: Readonly<Record<string, Module>> = system.build(options.model, data, new SeededStreams(0, device))
  for (const [name, network] of Object.entries(twin)) if (name !== system.generator) network.dispose()
  const copy = twin[system.generator]!
  useCheckpointTensors(folder, `${system.generator}-ema`, (tensors) => copy.loadStateDict(tensors))
  return copy.to({ device }).eval()
}

function dataShapeOf(data: Readonly<Record<string, unknown>>, system: AnySystem, options: ResolvedOptions): DataShape {
  const { size } = system.needs(options.model)
  const sides = typeof size === 'number' ? { width: size, height: size } : size
  return {
    ...sides,
    channels: data.channels as number,
    classes: (data.classes ?? null) as readonly string[] | null,
    count: (data.images ?? 0) as number,
    ...targetChannelsOf(data.domains),
  }
}

/** As the run recorded them; absent for systems of single images. */
function targetChannelsOf(domains: unknown): Pick<DataShape, 'targetChannels'> {
  if (typeof domains !== 'object' || domains === null || !('targetChannels' in domains)) return {}
  return { targetChannels: Number(domains.targetChannels) }
}
