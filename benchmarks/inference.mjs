// @ts-check
// Pictures by trained generators, ours as `sample` and `translate` make them against stock PyTorch in evaluation mode, in
// processes that take turns: U-Net and ResNet-9 at 256 px, one picture at a time, and 64 pictures of DCGAN.
//
//     node benchmarks/inference.mjs [--networks unet,resnet,dcgan] [--samples 7] [--modes fp32,bf16] [--threads n]
import { parseArgs } from 'node:util'
import { defaultPrecision } from '@ganymede/torch'
import { compareSteps, defaultThreads } from './measure/compare-steps.mjs'
import { fixed, table } from './measure/statistics.mjs'
import { strided, sum } from './measure/translation-flops.mjs'

const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: 'unet,resnet,dcgan' },
    samples: { type: 'string', default: '7' },
    modes: { type: 'string', default: defaultPrecision('cpu') === 'bfloat16' ? 'fp32,bf16' : 'fp32' },
    threads: { type: 'string', default: defaultThreads },
  },
})
const width = 64
const convolution = (/** @type {number} */ side, /** @type {number} */ from, /** @type {number} */ to, kernel = 3) =>
  side ** 2 * from * to * kernel ** 2

/** Multiply-adds of a U-Net of 8 halvings. */
function unetMacs() {
  const widths = Array.from({ length: 8 }, (_, i) => width * Math.min(2 ** i, 8))
  const at = (/** @type {number} */ i) => (i < 0 ? 3 : (widths[i] ?? Number.NaN))
  const down = widths.map((to, i) => strided(256 / 2 ** (i + 1), at(i - 1), to))
  const up = widths.map((from, i) => strided(256 / 2 ** (i + 1), i === 7 ? from : 2 * from, at(i - 1)))
  return sum([...down, ...up])
}

/** Multiply-adds of a residual generator of 9 blocks. */
function resnetMacs() {
  const ends = 2 * convolution(256, 3, width, 7)
  const halvings = convolution(128, width, 2 * width) + convolution(64, 2 * width, 4 * width)
  return ends + 2 * halvings + 18 * convolution(64, 4 * width, 4 * width)
}

/** Multiply-adds of a DCGAN generator of 64 px. @param {number} batch */
function dcganMacs(batch) {
  const strides = [0, 1, 2, 3].map((i) =>
    strided(64 / 2 ** (i + 1), i === 0 ? 3 : width * 2 ** (i - 1), width * 2 ** i),
  )
  return batch * (sum(strides) + 16 * 100 * 8 * width)
}

const networks = {
  unet: {
    title: 'U-Net with batch norm, 256 px, 1 picture',
    shape: { network: 'unet', size: 256, width },
    macs: unetMacs(),
    stepsPerSample: 3,
    targets: { fp32: '1.00', bf16: '1.00' },
  },
  resnet: {
    title: 'ResNet-9 with instance norm, 256 px, 1 picture',
    shape: { network: 'resnet', size: 256, width },
    macs: resnetMacs(),
    stepsPerSample: 1,
    targets: { fp32: '1.00', bf16: '1.00' },
  },
  dcgan: {
    title: 'DCGAN generator, 64 px, 64 pictures',
    shape: { network: 'dcgan', size: 64, width, latentDim: 100, batch: 64 },
    macs: dcganMacs(64),
    stepsPerSample: 3,
    targets: { fp32: '0.80', bf16: '0.45' },
  },
}

// Of pictures in [-1, 1]: rounding of sums in fp32; in bf16 of everything, and a grey level is 2/255.
const allowed = { fp32: 1e-4, bf16: 0.1 }

/** @param {ReadonlyMap<string, import('./measure/compare-steps.mjs').Losses[]>} answers */
function comparePictures(answers) {
  const rows = [['difference from our plain fp32 network', 'largest', 'mean', 'at most']]
  for (const [name, all] of answers) {
    const limit = allowed[name.endsWith('fp32') ? 'fp32' : 'bf16']
    const { lossD: largest, lossG: mean } = all.at(-1) ?? { lossD: Number.NaN, lossG: Number.NaN }
    rows.push([name, largest.toExponential(0), mean.toExponential(0), fixed(limit, 4)])
    if (largest <= limit) continue
    console.log(`${name} makes other pictures: the ratios mean nothing.`)
    process.exitCode = 1
  }
  console.log(`\n${table(rows).join('\n')}`)
}

for (const name of values.networks.split(',')) {
  const network = networks[/** @type {keyof typeof networks} */ (name)]
  if (network === undefined) throw new Error(`--networks: there is no ${name}; there are ${Object.keys(networks)}`)
  const { title, shape, macs, targets, stepsPerSample } = network
  console.log('')
  await compareSteps({
    title,
    ours: 'inference-ganymede.mjs',
    stock: 'inference.py',
    modes: values.modes.split(','),
    shape,
    flops: () => 2 * macs,
    defaultMode: 'fp32',
    targets,
    judge: comparePictures,
    samples: Number(values.samples),
    stepsPerSample,
    threads: Number(values.threads),
  })
}
