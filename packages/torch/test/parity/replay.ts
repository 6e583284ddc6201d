/** Replays recorded operator calls through the engine and says where it differs from PyTorch. */
import { type DType, noGrad, raw, scope, Tensor, viewAsReal } from '../../src/index.js'
import {
  type RecordedCall,
  type RecordedNumber,
  type RecordedResult,
  type RecordedTensor,
  toArgument,
  toNumber,
  toTensor,
} from './recorded-calls.js'

// Both sides compute with the same libtorch, so on one machine they are equal. Another kind of CPU sums in another order
// and has other polynomials for exp and its like, which inverses and decompositions amplify: of the largest element,
// float64 keeps 9 digits, float32 4, and the 16-bit types a few units in the last place. A wrong argument is far off.
const tolerances: Readonly<Partial<Record<DType, number>>> = {
  float64: 1e-9,
  complex128: 1e-9,
  float32: 1e-4,
  complex64: 1e-4,
  float16: 2 ** -8,
  bfloat16: 2 ** -5,
}

export interface Replay {
  readonly comparisons: number
  /** One sentence each; empty when the engine agrees with PyTorch. */
  readonly differences: readonly string[]
  /** Elements differ, but inputs that are one rounding apart differ as much: the sample does not tell. */
  readonly isUndetermined: boolean
}

class Comparison {
  count = 0
  readonly differences: string[] = []
  readonly elementDifferences: string[] = []
  readonly #loose: boolean

  constructor(loose: boolean) {
    this.#loose = loose
  }

  equal(where: string, found: unknown, expected: unknown): void {
    this.count++
    const [left, right] = [text(found), text(expected)]
    if (left !== right) this.differences.push(`${where} is ${left}, in PyTorch ${right}`)
  }

  tensor(where: string, found: unknown, expected: RecordedTensor): void {
    if (!(found instanceof Tensor)) {
      this.equal(where, found, `a tensor of ${expected[0]}`)
      return
    }
    this.equal(`dtype of ${where}`, found.dtype, expected[0])
    this.equal(`shape of ${where}`, found.shape, expected[1])
    const comparable = found.dtype === expected[0] && text(found.shape) === text(expected[1])
    if (!comparable || this.#loose) return
    this.count++
    const distance = distanceOf(found, toTensor(expected))
    if (distance !== null) this.elementDifferences.push(`${where} ${distance}`)
  }

  result(where: string, found: unknown, expected: RecordedResult): void {
    if (Array.isArray(expected)) {
      const list = Array.isArray(found) ? (found as unknown[]) : []
      this.equal(`length of ${where}`, list.length, expected.length)
      for (const [i, element] of expected.entries()) this.result(`${where}[${i}]`, list[i], element)
    } else if (typeof expected === 'object' && expected !== null) {
      if ('value' in expected) this.tensor(where, found, expected.value as RecordedTensor)
      else this.number(where, found, toNumber(expected as RecordedNumber))
    } else if (typeof expected === 'number') this.number(where, found, expected)
    else this.equal(where, found, expected)
  }

  number(where: string, found: unknown, expected: number | bigint): void {
    if (this.#loose) return
    const close =
      typeof found === 'number' &&
      typeof expected === 'number' &&
      Math.abs(found - expected) <= tolerances.float32! * Math.abs(expected)
    this.equal(where, close ? expected : found, expected)
  }
}

function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`
  return value instanceof Tensor ? String(value) : `${String(value)}${typeof value === 'bigint' ? 'n' : ''}`
}

// How far apart two tensors of one dtype and shape are, in words; null when close enough.
function distanceOf(found: Tensor, expected: Tensor): string | null {
  const tolerance = tolerances[found.dtype]
  if (tolerance === undefined) {
    const [left, right] = [found.bytes(), expected.bytes()]
    const at = left.findIndex((byte, i) => byte !== right[i])
    return at < 0 ? null : `differs in byte ${at}: ${left[at]}, in PyTorch ${right[at]}`
  }
  const [left, right] = [numbersOf(found), numbersOf(expected)]
  const largest = right.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0)
  const at = right.findIndex(
    (value, i) =>
      !Object.is(value, left[i]) && value !== left[i] && !(Math.abs(value - left[i]!) <= tolerance * largest),
  )
  return at < 0 ? null : `differs in element ${at}: ${left[at]}, in PyTorch ${right[at]}`
}

function numbersOf(x: Tensor): Float64Array {
  const real = x.dtype.startsWith('complex') ? viewAsReal(resolved(x)) : x
  return real.to({ dtype: 'float64' }).data() as Float64Array
}

// Views of complex numbers as pairs exist only of tensors without a pending conjugation.
function resolved(x: Tensor): Tensor {
  return raw('aten::resolve_conj')(x)
}

function refusal(cause: unknown): string {
  return `is refused: ${(cause instanceof Error ? cause.message : String(cause)).split('\n')[0]}`
}

function call(recorded: RecordedCall, tensors: readonly Tensor[]): unknown {
  const args = recorded.args.map((value) => toArgument(value, tensors))
  return noGrad(() => raw(recorded.op)(...args))
}

// Singular matrices, differences of nearly equal numbers, steps: what a rounding decides, another order of sums decides.
function isUndetermined(recorded: RecordedCall): boolean {
  const outputs = (make: (record: RecordedTensor) => Tensor): Tensor[] => {
    const tensors = recorded.tensors.map(make)
    const results = [call(recorded, tensors)].flat(2).filter((value) => value instanceof Tensor)
    return [...results, ...Object.keys(recorded.written).map((i) => tensors[Number(i)]!)]
  }
  const exact = outputs(toTensor)
  const nudged = outputs((record) => nudge(toTensor(record)))
  return exact.some((x, i) => distanceOf(nudged[i]!, x) !== null)
}

const roundings: Readonly<Partial<Record<DType, number>>> = {
  float64: 2 ** -51,
  complex128: 2 ** -51,
  float32: 2 ** -22,
  complex64: 2 ** -22,
  float16: 2 ** -9,
  bfloat16: 2 ** -6,
}

function nudge(x: Tensor): Tensor {
  const rounding = roundings[x.dtype]
  return rounding === undefined ? x : x.mul_(1 + rounding)
}

/**
 * Calls the operator with the recorded arguments and compares results, what is left in written tensors, and the shape of
 * every argument afterwards, through its own handle and through another handle of the same tensor.
 */
export function replay(recorded: RecordedCall): Replay {
  const comparison = new Comparison(recorded.loose === true)
  scope(() => {
    const tensors = recorded.tensors.map(toTensor)
    // Of a tensor in row-major order this is a second handle of the same tensor. Asked before, so that it may be stale.
    const others = tensors.map((x) => x.contiguous())
    for (const [i, [, shape]] of recorded.tensors.entries()) {
      comparison.equal(`shape of argument ${i} before`, [tensors[i]!.shape, others[i]!.shape], [shape, shape])
    }
    let results: unknown
    try {
      results = call(recorded, tensors)
    } catch (cause) {
      comparison.differences.push(refusal(cause))
      return
    }
    const list = recorded.results.length === 1 ? [results] : ((results ?? []) as unknown[])
    comparison.equal('number of results', list.length, recorded.results.length)
    for (const [i, expected] of recorded.results.entries()) comparison.result(`result ${i}`, list[i], expected)
    for (const [i, [, before, , strides]] of recorded.tensors.entries()) {
      const written = recorded.written[i]
      if (written !== undefined) comparison.tensor(`written tensor ${i}`, tensors[i], written)
      const shape = written?.[1] ?? before
      const handles = strides === undefined ? [tensors[i]!, others[i]!] : [tensors[i]!]
      for (const x of handles) comparison.equal(`shape of argument ${i}`, x.shape, shape)
    }
  })
  const { count, differences, elementDifferences } = comparison
  const undetermined = elementDifferences.length > 0 && scope(() => isUndetermined(recorded))
  const all = undetermined ? differences : [...differences, ...elementDifferences]
  return {
    comparisons: count,
    differences: all.map((difference) => `${recorded.op}: ${difference}`),
    isUndetermined: undetermined,
  }
}
