// @ts-check
/** Our own training core on images in memory: the trainer that `ganymede train` uses, without folders and output. */
import {
  getThreads,
  libtorchVersion,
  manualSeed,
  memory,
  randn,
  scope,
  setThreads,
  tensor,
  writeSafetensors,
} from '@ganymede/torch'
import { SeededStreams } from '../../packages/ganymede/dist/checkpoint/random-streams.js'
import { openDataset } from '../../packages/ganymede/dist/data/open-dataset.js'
import { dataSchema, trainSchema } from '../../packages/ganymede/dist/options/train-options.js'
import { toImageTensor } from '../../packages/ganymede/dist/pictures/real-images.js'
import { Trainer } from '../../packages/ganymede/dist/training/trainer.js'
import { serve } from '../peers/protocol.mjs'
import { memoryDataset } from './memory-dataset.mjs'

const seed = 1

/**
 * @typedef {import('../../packages/ganymede/dist/systems/contract/system.js').AnySystem} AnySystem
 * @typedef {{ width: number, height: number, channels: 1 | 3 }} ImageShape
 */

/**
 * @typedef {object} TrainerSetup
 * @property {AnySystem} system
 * @property {Record<string, unknown>} [model]  options that differ from the defaults
 * @property {Record<string, unknown>} [train]
 * @property {readonly Uint8Array[]} images     as many as a batch holds: every batch has the same ones, in another order
 * @property {ImageShape} shape
 * @property {{ items: 'pairs' | 'unpaired', images: readonly Uint8Array[] }} [second]  the second images of two domains
 * @property {string} [lossG]                   G's loss in the log that the peers tell; default `g/adv`
 * @property {number} [dropoutSeed]             of the generator that dropout draws from
 */

/**
 * Pictures of the built-in data set, drawn once.
 *
 * @param {number} count
 * @param {ImageShape} shape
 */
export async function glyphImages(count, { width, height, channels }) {
  const glyphs = await openDataset('builtin:glyphs', { size: { width, height }, channels })
  const images = await Promise.all(Array.from({ length: count }, (_, i) => glyphs.read(i)))
  await glyphs.close()
  return images
}

/** @param {TrainerSetup} setup */
export function createTrainer({ system, model = {}, train = {}, images, shape, second }) {
  const options = {
    model: /** @type {Record<string, unknown>} */ (system.options.parse(model)),
    data: dataSchema.parse({ path: 'memory' }),
    train: trainSchema.parse({ ...system.trainDefaults, seed, ...train }),
  }
  return new Trainer({ system, options, dataset: memoryDataset(images, shape, second) })
}

/**
 * Writes what another process needs to make the same steps: all weights, the real images as float32 in [-1, 1], their
 * targets where there are two domains, and the noise of the first steps of systems with latents.
 *
 * @param {Trainer} trainer  before its first step
 * @param {TrainerSetup} setup  whose images are one batch
 * @param {object} files
 * @param {string} files.weights
 * @param {string} files.data
 * @param {number} files.noises  steps whose noise is written
 */
function writePeerFiles(trainer, { images, shape: { width, height, channels }, second }, { weights, data, noises }) {
  const reals = (/** @type {readonly Uint8Array[]} */ list) => {
    const pixels = new Uint8Array(list.length * width * height * channels)
    list.forEach((image, i) => {
      pixels.set(image, i * image.length)
    })
    return toImageTensor(pixels, [list.length, height, width, channels], { device: 'cpu', channelsLast: false })
  }
  scope(() => {
    const named = Object.entries(trainer.networks).flatMap(([network, module]) =>
      [...module.stateDict()].map(([name, value]) => /** @type {const} */ ([`${network}.${name}`, value])),
    )
    writeSafetensors(weights, named)
    /** @type {[string, import('@ganymede/torch').Tensor][]} */
    const tensors = [['real', reals(images)]]
    if (second !== undefined) tensors.push(['target', reals(second.images)])
    const z = trainer.system.latentDim?.(trainer.options) ?? 0
    if (z > 0) {
      // The same stream from its start: the trainer's own generator stays where it is.
      const streams = new SeededStreams(seed, 'cpu')
      const generator = streams.stream('latents-d')
      const noise = Array.from({ length: noises }, () => [...randn([images.length, z], { generator }).floats()]).flat()
      streams.dispose()
      tensors.push(['noise', tensor(Float32Array.from(noise), { shape: [noises, images.length, z] })])
    }
    writeSafetensors(data, tensors)
  })
}

/**
 * Answers the requests of a benchmark with the steps of a trainer.
 *
 * @param {(request: Record<string, unknown>) => Promise<TrainerSetup>} setupFor
 */
export async function serveTrainer(setupFor) {
  /** @type {Trainer | null} */
  let trainer = null
  let lossG = 'g/adv'
  const ready = () => {
    if (trainer === null) throw new Error('the first request must be init')
    return trainer
  }
  await serve({
    async prepare(request) {
      setThreads(Number(request.threads))
      const setup = await setupFor(request)
      trainer = createTrainer(setup)
      const { weights, data, noises } = request
      if (typeof weights === 'string') {
        writePeerFiles(trainer, setup, { weights, data: String(data), noises: Number(noises) })
      }
      lossG = setup.lossG ?? lossG
      if (setup.dropoutSeed !== undefined) manualSeed(setup.dropoutSeed)
      return { version: libtorchVersion().version, threads: getThreads() }
    },
    step: () => ready().runStep(),
    losses() {
      const means = ready().means.take()
      return { lossD: means['d/total'] ?? Number.NaN, lossG: means[lossG] ?? Number.NaN }
    },
    details: () => ({ liveTensors: memory().live }),
  })
  await ready().close()
}
