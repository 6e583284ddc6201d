// @ts-check
// Our CycleGAN step at the official sizes (two generators of 9 residual blocks, 256 px, batch 1, identity loss on) against the
// step of the authors' code, in processes that take turns.
//
//     node benchmarks/cyclegan.mjs [--samples 7] [--modes fp32,bf16] [--threads n]
import { parseArgs } from 'node:util'
import { cpuFeatures, defaultPrecision } from '@ganymede/torch'
import { compareSteps, defaultThreads } from './measure/compare-steps.mjs'
import { learningMacs, patchLayers, sum } from './measure/translation-flops.mjs'

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '7' },
    modes: { type: 'string', default: defaultPrecision('cpu') === 'bfloat16' ? 'fp32,bf16' : 'fp32' },
    threads: { type: 'string', default: defaultThreads },
  },
})
const [size, width] = [256, 64]
const pixels = size ** 2
const halving = (pixels / 4) * width * 2 * width * 9
const ends = pixels * 3 * width * 49
const residual = (pixels / 16) * (4 * width) ** 2 * 9
// Both halvings take the same work, and so does either doubling.
const generator = [ends, ...Array(4).fill(halving), ...Array(18).fill(residual), ends]
const discriminator = patchLayers(size, 3, width)

await compareSteps({
  title: `CycleGAN step, ResNet-9 ${size} px, batch 1`,
  ours: 'cyclegan-ganymede.mjs',
  stock: 'cyclegan.py',
  modes: values.modes.split(','),
  shape: { size, width },
  // Four of the six passes through a generator begin at real images. Each D learns from two, and passes one gradient through.
  flops: () =>
    2 *
    (4 * learningMacs(generator) + 2 * 3 * sum(generator) + 4 * learningMacs(discriminator) + 4 * sum(discriminator)),
  targets: { fp32: '1.00', bf16: '1.00', default: cpuFeatures().amxBf16 ? '0.55' : '', memory: '1.10' },
  samples: Number(values.samples),
  threads: Number(values.threads),
})
