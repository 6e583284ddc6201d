/** Moving tensors between devices, dtypes and memory layouts. */
import { requireOptions } from '../arguments.js'
import { contiguous, toOptions } from '../ops.generated.js'
import type { DType } from './dtype.js'
import { type MemoryFormat, Tensor } from './tensor.js'

export interface ToOptions {
  readonly dtype?: DType
  /** `'cpu'`, `'cuda'`, `'cuda:1'`. */
  readonly device?: string
  readonly memoryFormat?: MemoryFormat
  /** Makes a copy also when nothing changes; default false. */
  readonly copy?: boolean
  /** Lets the copy from pinned host memory overlap with other work; default false. */
  readonly nonBlocking?: boolean
}

const toNames = ['dtype', 'device', 'memoryFormat', 'copy', 'nonBlocking'] as const

/** The tensor with another dtype, device or memory format; the same elements, possibly the same storage. */
export function to(self: Tensor, options: ToOptions): Tensor {
  const { dtype, device, memoryFormat, copy, nonBlocking } = requireOptions('to', options, toNames)
  if (dtype === undefined && device === undefined && copy !== true && memoryFormat !== undefined) {
    return contiguous(self, { memoryFormat })
  }
  return toOptions(self, { dtype, device, memoryFormat, copy, nonBlocking })
}

declare module './tensor.js' {
  interface Tensor {
    /** The tensor with another dtype, device or memory format; see {@link to}. */
    to(options: ToOptions): Tensor
  }
}

Tensor.prototype.to = function (options) {
  return to(this, options)
}
