// @ts-check
// Our DCGAN step against the step that a PyTorch user would write, in processes that take turns.
//
//     node benchmarks/dcgan.mjs [--samples 7] [--batch 64] [--size 64] [--width 64] [--modes fp32,bf16] [--compile] [--threads n] [--busy]
//
// GANYMEDE_BENCH_PYTHON names a Python with torch; without one only our own figures are printed.
import { parseArgs } from 'node:util'
import { cpuFeatures, defaultPrecision } from '@ganymede/torch'
import { compareSteps, defaultThreads } from './measure/compare-steps.mjs'

const text = /** @param {string} value */ (value) => ({ type: /** @type {const} */ ('string'), default: value })
const { values } = parseArgs({
  options: {
    samples: text('7'),
    batch: text('64'),
    size: text('64'),
    width: text('64'),
    modes: text(defaultPrecision('cpu') === 'bfloat16' ? 'fp32,bf16' : 'fp32'),
    threads: text(defaultThreads),
    compile: { type: 'boolean', default: false },
    busy: { type: 'boolean', default: false },
  },
})
const [batch, size, width] = [Number(values.batch), Number(values.size), Number(values.width)]
const channels = 3
const latentDim = 100
const isReference = batch === 64 && size === 64 && width === 64

/** Multiply-adds times two. @param {boolean} isFrozen  without D's weight gradients in G's update */
function flops(isFrozen) {
  const stages = Math.log2(size) - 2
  const strided = Array.from({ length: stages }, (_, i) => {
    const outer = i === 0 ? channels : width * 2 ** (i - 1)
    return (size / 2 ** (i + 1)) ** 2 * outer * width * 2 ** i * 16
  })
  const deepest = width * 2 ** (stages - 1)
  const stem = latentDim * deepest * 16
  const sum = strided.reduce((total, macs) => total + macs, 0)
  const [g, d] = [sum + stem, sum + deepest * 16]
  // G: forward, gradients of its weights and of all inputs but the noise. D: three forwards, two backwards without the
  // gradient of the images, then gradients of all inputs, and once more of the weights unless D is frozen.
  const macs = 3 * g - stem + 3 * d + 2 * (2 * d - (strided[0] ?? 0)) + d + (isFrozen ? 0 : d)
  return 2 * batch * macs
}

await compareSteps({
  title: `DCGAN step, ${size} px, batch ${batch}, width ${width}${values.busy ? ', beside a process that never rests' : ''}`,
  ours: 'dcgan-ganymede.mjs',
  stock: 'dcgan.py',
  modes: values.modes.split(','),
  stockModes: values.compile ? ['compile'] : [],
  shape: { batch, size, channels, width, latentDim },
  flops,
  // The target of the default precision was set for CPUs with AMX.
  targets: values.busy
    ? { fp32: '0.50', bf16: '0.50' }
    : isReference
      ? { fp32: '0.90', bf16: '0.80', default: cpuFeatures().amxBf16 ? '0.50' : '', compile: '0.60', memory: '1.15' }
      : {},
  samples: Number(values.samples),
  isBusy: values.busy,
  threads: Number(values.threads),
})
