// @ts-check
// Whether training leaks: live tensors after step 10 and after step 1,000, and growth of RSS over 2,000 steps of the GAN of
// two perceptrons, after 2,000 in which code is compiled and heaps and pools grow to their size. It runs the trainer that
// `ganymede train` uses.
//
//     node --expose-gc --min-semi-space-size=16 benchmarks/memory.mjs [--steps 2000] [--warm-up 2000] [--batch 100]
//
// Exit code 1 when tensors pile up or RSS grows by 2 % or more.
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { memory, resetPeakMemory } from '@ganymede/torch'
import { mlpGan, mlpShape } from './measure/mlp-gan.mjs'
import { createTrainer, glyphImages } from './measure/our-trainer.mjs'
import { fixed, mebibytes, table } from './measure/statistics.mjs'

const text = /** @param {string} value */ (value) => ({ type: /** @type {const} */ ('string'), default: value })
const { values } = parseArgs({ options: { steps: text('2000'), 'warm-up': text('2000'), batch: text('100') } })
// Whole tens: readings are taken where the means of the log line have just been read.
const tens = (/** @type {number} */ count) => 10 * Math.max(1, Math.round(count / 10))
const start = tens(Number(values['warm-up']))
const total = start + tens(Number(values.steps))
const batch = Number(values.batch)
const marks = new Set([10, start, tens((start + total) / 2), total].concat(total >= 1000 ? 1000 : []))
const growthLimit = 0.02

const images = await glyphImages(batch, mlpShape)
const trainer = createTrainer({ ...mlpGan(batch), images })

/** @typedef {{ step: number, live: number, peakLive: number, tensorBytes: number, heap: number, rss: number }} Reading */

/** RSS after a pause in which memory can be given back, so that a moment's garbage does not count. @param {number} step */
async function read(step) {
  globalThis.gc?.()
  await sleep(20)
  const { live, peakLive, bytes } = memory()
  const { heapTotal, rss } = process.memoryUsage()
  return { step, live, peakLive, tensorBytes: bytes, heap: heapTotal, rss }
}

console.log(
  `MLP GAN, batch ${batch}, ${total} steps, load ${loadavg()
    .map((value) => value.toFixed(2))
    .join(' ')}`,
)
if (globalThis.gc === undefined) console.log('without --expose-gc: the JavaScript heap is measured as it happens to be')
/** @type {Reading[]} */
const readings = []
resetPeakMemory()
for (let step = 1; step <= total; step++) {
  await trainer.runStep()
  // As at a log line, every 10 steps.
  if (step % 10 === 0) trainer.means.take()
  if (marks.has(step)) readings.push(await read(step))
}
await trainer.close()
const after = await read(total)

const rows = readings.map(({ step, live, peakLive, tensorBytes, heap, rss }) =>
  [step, live, peakLive, fixed(tensorBytes / 2 ** 20, 2), mebibytes(heap), fixed(rss / 2 ** 20, 1)].map(String),
)
const head = ['after step', 'live tensors', 'most live', 'tensor MiB', 'JS heap MiB', 'RSS MiB']
console.log(`\n${table([head, ...rows]).join('\n')}`)

const at = (/** @type {number} */ step) => readings.find((reading) => reading.step === step)
const [early, late] = [at(10), at(total >= 1000 ? 1000 : total)]
const [first, last] = [at(start), at(total)]
const isFlat = early !== undefined && late !== undefined && early.live === late.live
console.log(
  `\nlive tensors after step 10: ${early?.live}, after step ${late?.step}: ${late?.live}, after close(): ${after.live}`,
)
let growth = Number.NaN
if (first !== undefined && last !== undefined) {
  growth = last.rss / first.rss - 1
  const share = (last.heap - first.heap) / first.rss
  console.log(
    `RSS from step ${start} to step ${total}: ${fixed(100 * growth)} %, of which JavaScript heap ${fixed(100 * share)} % ` +
      `(less than ${100 * growthLimit} %)`,
  )
}
if (!isFlat || !(growth < growthLimit) || after.live !== 0) process.exitCode = 1
