// @ts-check
/** Pictures by our generators as `sample` and `translate` make them, answering requests as inference.py does. */
import {
  getThreads,
  libtorchVersion,
  manualSeed,
  memory,
  noGrad,
  randn,
  scope,
  setThreads,
  writeSafetensors,
} from '@ganymede/torch'
import { SeededStreams } from '../../packages/ganymede/dist/checkpoint/random-streams.js'
import { DcganGenerator } from '../../packages/ganymede/dist/models/dcgan/networks.js'
import { ResnetGenerator } from '../../packages/ganymede/dist/models/image-to-image/resnet-generator.js'
import { UnetGenerator } from '../../packages/ganymede/dist/models/image-to-image/unet.js'
import { PreparedNetwork } from '../../packages/ganymede/dist/nn/inference/prepared-network.js'
import { BatchNorm } from '../../packages/ganymede/dist/nn/layers/batch-norm.js'
import { resetPeakRss, serve } from './protocol.mjs'

/** @typedef {import('../../packages/ganymede/dist/nn/module.js').Layer} Layer */

const seed = 1
const precisions = /** @type {const} */ ({ fp32: 'float32', bf16: 'bfloat16' })

/**
 * @param {Record<string, unknown>} request
 * @returns {Layer}
 */
function build({ network, size, width, latentDim }) {
  const streams = new SeededStreams(seed, 'cpu')
  const rng = streams.stream('init-generator')
  const images = { inputChannels: 3, outputChannels: 3, width: Number(width), rng }
  try {
    if (network === 'unet') {
      return new UnetGenerator({ ...images, downs: Math.log2(Number(size)), dropout: true })
    }
    if (network === 'resnet') {
      return new ResnetGenerator({ ...images, blocks: 9 })
    }
    const shape = { size: Number(size), channels: 3, latentDim: Number(latentDim), widthG: Number(width), widthD: 1 }
    return new DcganGenerator(shape, rng)
  } finally {
    streams.dispose()
  }
}

/** Statistics as training leaves them: not those that every layer begins with. @param {Layer} network */
function withHistory(network) {
  noGrad(() => {
    for (const [, norm] of network.namedModules()) {
      if (!(norm instanceof BatchNorm)) continue
      norm.runningMean?.normal_(0, 0.1)
      norm.runningVar?.uniform_(0.5, 2)
    }
  })
  return network.eval()
}

let made = { lossD: Number.NaN, lossG: Number.NaN }
/** @type {() => void} */
let step = () => {
  throw new Error('the first request must be init')
}

await serve({
  async prepare(request) {
    setThreads(Number(request.threads))
    manualSeed(seed)
    const network = withHistory(build(request))
    const { batch, size, latentDim, weights, data, mode } = request
    const shape =
      request.network === 'dcgan' ? [Number(batch), Number(latentDim), 1, 1] : [1, 3, Number(size), Number(size)]
    const x = randn(shape)
    const expected = noGrad(() => network.forward(x))
    if (typeof weights === 'string') {
      const named = [...network.stateDict()].map(([name, value]) => /** @type {const} */ ([`generator.${name}`, value]))
      writeSafetensors(weights, named)
      writeSafetensors(String(data), [
        ['input', x],
        ['output', expected],
      ])
    }
    const precision = precisions[/** @type {'fp32' | 'bf16'} */ (mode)]
    const fast = new PreparedNetwork(network, { precision })
    step = () =>
      scope('picture', () => {
        const picture = fast.run(() => network.forward(x)).to({ dtype: 'float32' })
        const difference = picture.sub(expected).abs()
        made = { lossD: difference.max().item(), lossG: difference.mean().item() }
      })
    resetPeakRss()
    return { version: libtorchVersion().version, threads: getThreads() }
  },
  step: async () => step(),
  losses: () => made,
  details: () => ({ liveTensors: memory().live }),
})
