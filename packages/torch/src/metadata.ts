/** What the addon tells of a tensor: dtype, device, flags, sizes and strides; and a number that says when they change. */
import { native } from './addon/load.js'

// Eight numbers, then sizes and strides: see info() of the addon's data.cc.
const sizesAt = 8
let buffer = new Float64Array(sizesAt + 2 * 64)
let versions: Float64Array | null = null
const deviceTypes: Readonly<Record<number, string>> = { 0: 'cpu', 1: 'cuda', 12: 'xpu', 13: 'mps', 14: 'meta' }

/**
 * @internal Dtype code, device type, device index, requires grad, is leaf, storage bytes, element bytes, dimensions, sizes,
 *   strides: in a buffer that the next call overwrites
 */
export function infoOf(handle: number): Float64Array {
  native().info(handle, buffer)
  const needed = sizesAt + 2 * buffer[7]!
  if (needed > buffer.length) {
    buffer = new Float64Array(needed)
    native().info(handle, buffer)
  }
  return buffer
}

/** @internal -1 for a size that differs among the parts of a nested tensor. */
export function sizesIn(info: Float64Array): number[] {
  return numbersIn(info, sizesAt)
}

/** @internal */
export function stridesIn(info: Float64Array): number[] {
  return numbersIn(info, sizesAt + info[7]!)
}

// A plain loop: making a view of the buffer costs more than the call that fills it.
function numbersIn(info: Float64Array, from: number): number[] {
  const numbers: number[] = []
  for (let i = 0; i < info[7]!; i++) numbers.push(info[from + i]!)
  return numbers
}

/** @internal `cpu`, `cuda:0` … */
export function deviceIn(info: Float64Array): string {
  const type = deviceTypes[info[1]!] ?? `device${info[1]}`
  return info[2]! < 0 || type === 'cpu' ? type : `${type}:${info[2]}`
}

/**
 * @internal Grows whenever sizes, dtype or device of any tensor change. Several handles can stand for one tensor of
 *   libtorch, so that a handle cannot know by itself; the addon writes the number into memory that is read without a call.
 */
export function metadataVersion(): number {
  versions ??= native().metadataVersion()
  return versions[0]!
}
