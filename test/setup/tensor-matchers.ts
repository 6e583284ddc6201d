/** Matchers for tensors: `toBeCloseToTensor` and `toHaveShape`. A failure shows shapes and the largest difference. */
import { expect } from 'vitest'

/** What a matcher needs of a tensor; by shape and not by class, since a package's tests import its sources. */
interface TensorLike {
  readonly shape: readonly number[]
  readonly dtype: string
  data(): ArrayLike<number | bigint>
}

type Nested = number | bigint | boolean | readonly Nested[]

/** A tensor, nested arrays, or a typed array of the same elements in row-major order. */
type Expected = TensorLike | Nested | ArrayBufferView

export interface Tolerance {
  /** Allowed difference; default 0. */
  readonly atol?: number
  /** Allowed difference as a share of the expected value; default 0. */
  readonly rtol?: number
}

interface Elements {
  readonly shape: readonly number[] | null
  readonly values: readonly number[]
}

function isTensor(value: unknown): value is TensorLike {
  return typeof value === 'object' && value !== null && 'shape' in value && 'dtype' in value && 'data' in value
}

function elementsOf(value: Expected): Elements {
  if (isTensor(value)) return { shape: value.shape, values: Array.from(value.data(), Number) }
  if (ArrayBuffer.isView(value)) return { shape: null, values: Array.from(value as unknown as number[], Number) }
  const shape: number[] = []
  for (let level: Nested | undefined = value; Array.isArray(level); level = level[0] as Nested) shape.push(level.length)
  const flat = Array.isArray(value) ? (value as unknown[]).flat(Number.POSITIVE_INFINITY) : [value]
  return { shape, values: flat.map(Number) }
}

function indexOf(flat: number, shape: readonly number[]): string {
  const index: number[] = []
  let rest = flat
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return `[${index.join(', ')}]`
}

function excess(actual: number, wanted: number, { atol = 0, rtol = 0 }: Tolerance): number {
  if (Object.is(actual, wanted) || actual === wanted) return 0
  const difference = Math.abs(actual - wanted)
  const allowed = atol + rtol * Math.abs(wanted)
  // NaN and infinities equal only themselves.
  if (!Number.isFinite(difference)) return Number.POSITIVE_INFINITY
  return difference <= allowed ? 0 : difference
}

const shown = (shape: readonly number[] | null) => (shape === null ? 'flat' : `[${shape.join(', ')}]`)

expect.extend({
  toBeCloseToTensor(received: unknown, expected: Expected, tolerance: Tolerance = {}) {
    if (!isTensor(received)) return { pass: false, message: () => `expected a tensor, got ${String(received)}` }
    const actual = elementsOf(received)
    const wanted = elementsOf(expected)
    const sameShape = wanted.shape === null || this.equals(actual.shape, wanted.shape)
    if (!sameShape || actual.values.length !== wanted.values.length) {
      const sizes = `${shown(actual.shape)} (${actual.values.length}) and ${shown(wanted.shape)} (${wanted.values.length})`
      return { pass: false, message: () => `shapes differ: got ${sizes} elements` }
    }
    const outside: number[] = []
    let worst = -1
    let largest = -1
    actual.values.forEach((value, i) => {
      const goal = wanted.values[i]!
      if (excess(value, goal, tolerance) > 0) outside.push(i)
      const difference =
        Number.isNaN(Math.abs(value - goal)) && !Object.is(value, goal) ? Infinity : Math.abs(value - goal)
      if (difference > largest) {
        largest = difference
        worst = i
      }
    })
    const { atol = 0, rtol = 0 } = tolerance
    const place = worst < 0 ? '' : ` at ${indexOf(worst, actual.shape ?? [actual.values.length])}`
    const pass = outside.length === 0
    return {
      pass,
      message: () =>
        [
          `expected the ${received.dtype} tensor of shape ${shown(actual.shape)} ${pass ? 'not ' : ''}to be close`,
          `  outside the tolerance  ${outside.length} of ${actual.values.length} (atol ${atol}, rtol ${rtol})`,
          `  largest difference     ${largest}${place}: got ${actual.values[worst]}, expected ${wanted.values[worst]}`,
        ].join('\n'),
    }
  },

  toHaveShape(received: unknown, shape: readonly number[]) {
    if (!isTensor(received)) return { pass: false, message: () => `expected a tensor, got ${String(received)}` }
    const pass = this.equals([...received.shape], [...shape])
    return {
      pass,
      message: () => `expected shape ${pass ? 'other than ' : ''}${shown(shape)}, got ${shown(received.shape)}`,
    }
  },
})

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest declares the parameter so.
  interface Matchers<T = any> {
    /** Elements within `atol + rtol * |expected|`; NaN and infinities equal themselves. Compares shapes too. */
    toBeCloseToTensor(expected: Expected, tolerance?: Tolerance): T
    /** The tensor has exactly these sizes. */
    toHaveShape(shape: readonly number[]): T
  }
}
