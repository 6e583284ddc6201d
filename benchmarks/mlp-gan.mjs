// @ts-check
// The GAN of two perceptrons (mlp-gan of the reference steps) against PyTorch's eager step, in processes that take turns.
// Its products are small: this shows what surrounds the arithmetic.
//
//     node benchmarks/mlp-gan.mjs [--samples 9] [--threads n]
import { parseArgs } from 'node:util'
import { compareSteps, defaultThreads } from './measure/compare-steps.mjs'

const { values } = parseArgs({
  options: { samples: { type: 'string', default: '9' }, threads: { type: 'string', default: defaultThreads } },
})
const batch = 100
const g = 64 * 256 + 256 * 256 + 256 * 784
const d = 784 * 256 + 256 * 256 + 256

await compareSteps({
  title: `MLP GAN step, batch ${batch}`,
  ours: 'mlp-gan-ganymede.mjs',
  stock: 'mlp_gan.py',
  modes: ['fp32'],
  shape: { batch },
  // As for DCGAN: three passes through G, and through D three forwards, two backwards and the way back to G.
  flops: (isFrozen) => 2 * batch * (3 * g - 64 * 256 + 3 * d + 2 * (2 * d - 784 * 256) + d + (isFrozen ? 0 : d)),
  targets: { fp32: '0.80' },
  samples: Number(values.samples),
  stepsPerSample: 50,
  // Code that is new is compiled on the second core, where the steps need it.
  settleSteps: 500,
  threads: Number(values.threads),
})
