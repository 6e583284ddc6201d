/** Tiny runs on the built-in glyphs, healthy and sick, for tests of the doctor. */
import fs from 'node:fs'
import path from 'node:path'
import { CounterRandom, shuffledIndices } from '@ganymede/core/random'
import { openDataset } from '../../packages/ganymede/src/data/open-dataset.js'
import { examineRun } from '../../packages/ganymede/src/doctor/examine-run.js'
import { findSystem } from '../../packages/ganymede/src/models/registry.js'
import { resolveOptions } from '../../packages/ganymede/src/options/resolve-options.js'
import type { AnySystem } from '../../packages/ganymede/src/systems/contract/system.js'
import {
  startTraining,
  type TrainRequest,
  type TrainResult,
} from '../../packages/ganymede/src/training/start-training.js'

const common = {
  'data.path': 'builtin:glyphs?count=1000',
  'train.logEvery': 10,
  'train.sampleEvery': 50,
  'train.checkpointEvery': 10_000,
  'train.doctorEvery': 50,
  'train.gridSize': 16,
  'train.quickMetric': 'none',
  'train.threads': 1,
  'train.precision': 'float32',
}

/** DCGAN's networks at their smallest. */
export const smallImages = { 'model.size': 16, 'model.widthG': 16, 'model.widthD': 16, 'train.batch': 32 }

/** Trains a system with the options given by dotted paths; other options as in all tiny runs. */
export function tinyRun(
  system: string | AnySystem,
  given: Readonly<Record<string, unknown>>,
  {
    train = startTraining,
    ...rest
  }: Partial<TrainRequest> & Pick<TrainRequest, 'out'> & { readonly train?: typeof startTraining },
): Promise<TrainResult> {
  const definition = typeof system === 'string' ? findSystem(system) : system
  const flags = Object.entries({ ...common, ...given }).map(([name, value]) => ({
    path: name,
    value,
    source: 'config' as const,
    origin: 'test',
  }))
  const { options, sources } = resolveOptions(definition, { config: flags })
  return train({ system: definition, options, sources, ...rest })
}

/** Codes of what the doctor finds in a finished run. */
export async function findingsOf({ run }: TrainResult, system: string | AnySystem): Promise<string[]> {
  const definition = typeof system === 'string' ? findSystem(system) : system
  const { findings } = await examineRun(run, { systemOf: () => definition, images: 500 })
  return findings.map(({ code }) => code)
}

/** Writes glyphs as IDX files whose labels are another order than the images. */
export async function shuffledGlyphs(folder: string, count: number, side: number): Promise<string> {
  const glyphs = await openDataset(`builtin:glyphs?count=${count}`, { size: side, channels: 1 })
  const order = shuffledIndices(count, new CounterRandom(1, 'shuffled-labels'))
  const images = Buffer.alloc(16 + count * side * side)
  const labels = Buffer.alloc(8 + count)
  for (const [i, value] of [0x803, count, side, side].entries()) images.writeUInt32BE(value, i * 4)
  for (const [i, value] of [0x801, count].entries()) labels.writeUInt32BE(value, i * 4)
  for (let i = 0; i < count; i++) {
    images.set(await glyphs.read(i), 16 + i * side * side)
    labels[8 + i] = glyphs.label(order[i] ?? 0) ?? 0
  }
  await glyphs.close()
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'train-images-idx3-ubyte'), images)
  fs.writeFileSync(path.join(folder, 'train-labels-idx1-ubyte'), labels)
  return folder
}
