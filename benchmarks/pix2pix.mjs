// @ts-check
// Our pix2pix step at the official sizes (U-Net of 8 halvings, 70 x 70 PatchGAN, 256 px, batch 1) against the step of the
// authors' code, in processes that take turns.
//
//     node benchmarks/pix2pix.mjs [--samples 7] [--modes fp32,bf16] [--threads n]
import { parseArgs } from 'node:util'
import { cpuFeatures, defaultPrecision } from '@ganymede/torch'
import { compareSteps, defaultThreads } from './measure/compare-steps.mjs'
import { learningMacs, patchLayers, strided, sum } from './measure/translation-flops.mjs'

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '7' },
    modes: { type: 'string', default: defaultPrecision('cpu') === 'bfloat16' ? 'fp32,bf16' : 'fp32' },
    threads: { type: 'string', default: defaultThreads },
  },
})
const [size, width] = [256, 64]
const widths = Array.from({ length: 8 }, (_, i) => width * Math.min(2 ** i, 8))
const at = (/** @type {number} */ i) => widths[i] ?? Number.NaN
const down = widths.map((to, i) => strided(size / 2 ** (i + 1), i === 0 ? 3 : at(i - 1), to))
// Upwards every layer but the deepest gets the skip connection too.
const up = widths.map((from, i) => strided(size / 2 ** (i + 1), i === 7 ? from : 2 * from, i === 0 ? 3 : at(i - 1)))
const generator = [...down, ...up]
const discriminator = patchLayers(size, 6, width)

await compareSteps({
  title: `pix2pix step, U-Net ${size} px, batch 1`,
  ours: 'pix2pix-ganymede.mjs',
  stock: 'pix2pix.py',
  modes: values.modes.split(','),
  shape: { size, width, dropoutSeed: 1 },
  // D learns from two pairs and passes the gradient of the output through once.
  flops: () => 2 * (learningMacs(generator) + 2 * learningMacs(discriminator) + 2 * sum(discriminator)),
  targets: { fp32: '1.00', bf16: '1.00', default: cpuFeatures().amxBf16 ? '0.95' : '', memory: '1.10' },
  samples: Number(values.samples),
  threads: Number(values.threads),
})
