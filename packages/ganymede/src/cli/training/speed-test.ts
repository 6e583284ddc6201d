/** Three speed figures in about five seconds: matrix products in float32 and bfloat16, and steps of a small DCGAN. */

import { shortNumber } from '@ganymede/core/text'
import {
  defaultPrecision,
  getThreads,
  matmul,
  randn,
  resolveDevice,
  scope,
  setThreads,
  synchronize,
  type Tensor,
} from '@ganymede/torch'
import { findSystem } from '../../models/registry.js'
import { resolveOptions } from '../../options/resolve-options.js'
import { openTrainingData } from '../../training/feed/open-training-data.js'
import { Trainer } from '../../training/trainer.js'
import type { EnvironmentCheck } from '../environment.js'
import { reportOf } from '../terminal/error-report.js'

const side = 1024
const secondsEach = 1.2
const model = { size: 32, widthG: 32, widthD: 32 }
const batch = 32

/** The figures, one after the other as they are measured. Nothing is written. */
export async function* testSpeed(): AsyncGenerator<EnvironmentCheck> {
  const device = resolveDevice('auto')
  for (const dtype of ['float32', 'bfloat16'] as const) {
    yield await guarded(`gemm ${dtype === 'float32' ? 'fp32' : 'bf16'}`, () => {
      const gigaflops = matrixSpeed(device, dtype)
      return {
        text: `${Math.round(gigaflops)} GFLOP/s (${side}×${side} matrices in ${dtype}, ${device})`,
        facts: { gigaflops, side, dtype, device },
      }
    })
  }
  yield await guarded('dcgan', async () => {
    const stepsPerSecond = await trainingSpeed()
    const precision = defaultPrecision(device)
    return {
      text: `${shortNumber(stepsPerSecond)} steps/s (${model.size} px, width ${model.widthG}, batch ${batch}, ${precision}): ${Math.round(stepsPerSecond * batch)} images/s`,
      facts: { stepsPerSecond, batch, ...model, device, precision },
    }
  })
}

async function guarded(
  name: string,
  measure: () =>
    | { text: string; facts: Record<string, unknown> }
    | Promise<{ text: string; facts: Record<string, unknown> }>,
): Promise<EnvironmentCheck> {
  try {
    return { name, status: 'ok', ...(await measure()) }
  } catch (error) {
    const { code, message, remedy } = reportOf(error)
    return { name, status: 'fail', text: `${code}: ${message}`, ...(remedy === undefined ? {} : { remedy }) }
  }
}

function matrixSpeed(device: string, dtype: 'float32' | 'bfloat16'): number {
  return scope('speed', () => {
    const a: Tensor = randn([side, side], { device, dtype })
    const b: Tensor = randn([side, side], { device, dtype })
    const multiply = (): void => {
      matmul(a, b).dispose()
    }
    multiply()
    synchronize(device)
    let count = 0
    const from = performance.now()
    while (performance.now() - from < secondsEach * 1000) {
      // A few at a time: a GPU must not wait for every one of them.
      for (let i = 0; i < 4; i += 1) multiply()
      synchronize(device)
      count += 4
    }
    const seconds = (performance.now() - from) / 1000
    return (2 * side ** 3 * count) / seconds / 1e9
  })
}

async function trainingSpeed(): Promise<number> {
  const system = findSystem('dcgan')
  const flags = Object.entries(model).map(([key, value]) => ({
    path: `model.${key}`,
    value,
    source: 'flag' as const,
    origin: 'env',
  }))
  const { options } = resolveOptions(system, {
    flags: [
      ...flags,
      { path: 'train.batch', value: batch, source: 'flag', origin: 'env' },
      { path: 'data.path', value: 'builtin:glyphs?count=256', source: 'flag', origin: 'env' },
    ],
  })
  const threads = getThreads()
  const trainer = new Trainer({ system, options, dataset: await openTrainingData(system, options) })
  try {
    // The first steps draw the glyphs and choose kernels.
    for (let step = 0; step < 3; step += 1) await trainer.runStep()
    let steps = 0
    const from = performance.now()
    while (performance.now() - from < secondsEach * 1000) {
      await trainer.runStep()
      steps += 1
    }
    return steps / ((performance.now() - from) / 1000)
  } finally {
    await trainer.close()
    setThreads(threads)
  }
}
