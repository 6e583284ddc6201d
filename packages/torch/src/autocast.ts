/** Mixed precision: operators that gain from it run in bfloat16 or float16, the others in float32. */

import { native } from './addon/load.js'
import { requireFunction, requireOptions, requireText } from './arguments.js'
import { cpuFeatures } from './cpu-features.js'
import { shown, TorchError } from './errors.js'
import type { DType } from './tensor/dtype.js'
import { requireSynchronous } from './tensor/synchronous.js'

export interface AutocastOptions {
  /** Default `'cpu'`. */
  readonly device?: string
  /** Default `'bfloat16'`, which needs no loss scaling. */
  readonly dtype?: Extract<DType, 'bfloat16' | 'float16'>
  /** `false` switches autocast off inside an outer one; default true. */
  readonly enabled?: boolean
}

const autocastNames = ['device', 'dtype', 'enabled'] as const

/**
 * Runs `fn` with automatic casts: linear layers and convolutions in the lower precision, losses in float32.
 *
 * Which operators are cast follows libtorch's lists, which differ between CPU and CUDA (softmax stays low on the CPU):
 * compute losses and statistics on explicit float32 casts. Parameters stay float32, and so do their gradients. Cast
 * weights are cached until the outermost autocast ends.
 *
 * @throws TorchError `DTYPE_UNSUPPORTED` for another dtype; `SCOPE_INVALID` when `fn` returns a promise
 */
export function autocast<T>(options: AutocastOptions, fn: () => T): T {
  const { device = 'cpu', dtype = 'bfloat16', enabled = true } = requireOptions('autocast', options, autocastNames)
  requireFunction('autocast', 'fn', fn)
  if (dtype !== 'bfloat16' && dtype !== 'float16') {
    throw new TorchError('DTYPE_UNSUPPORTED', `autocast: expected bfloat16 or float16, got ${shown(dtype)}`, {
      op: 'autocast',
    })
  }
  const [wasEnabled, previous] = native().setAutocast(device, enabled, dtype)
  native().autocastNesting(1)
  try {
    return requireSynchronous('autocast', fn())
  } finally {
    native().autocastNesting(-1)
    native().setAutocast(device, wasEnabled, previous)
  }
}

/** Drops the casts of weights; needed when weights change inside one autocast (fused optimizers do not tell). */
export function clearAutocastCache(): void {
  native().clearAutocastCache()
}

/**
 * The precision that is fastest without loss of quality: bfloat16 where the device has native units for it.
 *
 * @param device  `'cpu'` or `'cuda[:n]'` (all CUDA devices that current libtorch supports have bfloat16 units)
 */
export function defaultPrecision(device: string): 'bfloat16' | 'float32' {
  requireText('defaultPrecision', 'device', device)
  if (device.startsWith('cuda')) return 'bfloat16'
  const { amxBf16, avx512Bf16 } = cpuFeatures()
  return amxBf16 || avx512Bf16 ? 'bfloat16' : 'float32'
}
