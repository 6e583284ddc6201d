/** What an optimizer remembers of each parameter, laid out in memory as the parameter is. */
import { disposeAll, emptyLike, keep, noGrad, type Tensor, zeros, zerosLike } from '@ganymede/torch'

/** State of one group: moments by parameter and name. */
export interface GroupState {
  readonly hyperparameters: Readonly<Record<string, unknown>>
  readonly parameters: Readonly<Record<string, Readonly<Record<string, Tensor>>>>
}

interface Layout {
  readonly device: string
  readonly dtype: string
  readonly strides: readonly number[]
}

/** @internal One parameter of an optimizer and its state, null before the first step. */
export interface Entry {
  readonly name: string
  readonly parameter: Tensor
  state: Record<string, Tensor> | null
  /** What the state was made for. */
  layout: Layout | null
}

/** @internal Whether the elements fill their memory: fused kernels walk through it and assume that nothing lies between. */
export function isDense({ shape, strides }: Tensor): boolean {
  const axes = shape.map((size, i) => ({ size, stride: strides[i]! })).filter(({ size }) => size !== 1)
  let expected = 1
  for (const { size, stride } of axes.sort((a, b) => a.stride - b.stride)) {
    if (size > 0 && stride !== expected) return false
    expected *= size
  }
  return true
}

/**
 * @internal The gradient with the strides of its parameter.
 *
 * Fused kernels do not compare strides: a gradient laid out differently would silently go to the wrong elements. Backward
 * lays gradients out right; those that a caller sets may be otherwise.
 */
export function alignedGradient(parameter: Tensor, strides: readonly number[]): Tensor {
  const gradient = parameter.grad!
  if (strides.length < 2 || sameStrides(strides, gradient.strides)) return gradient
  return emptyLike(parameter).copy_(gradient)
}

function sameStrides(a: readonly number[], b: readonly number[]): boolean {
  return a.every((stride, i) => stride === b[i])
}

function isLayoutOf({ device, dtype }: Tensor, strides: readonly number[], layout: Layout | null): boolean {
  return layout !== null && device === layout.device && dtype === layout.dtype && sameStrides(strides, layout.strides)
}

/** @internal The state of a parameter; made at the first call, and again when the parameter was moved or laid out anew. */
export function alignedState(
  entry: Entry,
  strides: readonly number[],
  names: readonly string[],
): Record<string, Tensor> {
  if (entry.state !== null && isLayoutOf(entry.parameter, strides, entry.layout)) return entry.state
  return replaceState(entry, entry.state, names)
}

function replaceState(
  entry: Entry,
  values: Readonly<Record<string, Tensor>> | null,
  names: readonly string[],
): Record<string, Tensor> {
  const { parameter, state: old } = entry
  const state = keep(Object.fromEntries(names.map((name) => [name, freshState(name, parameter, values?.[name])])))
  entry.state = state
  entry.layout = { device: parameter.device, dtype: parameter.dtype, strides: parameter.strides }
  disposeAll(old)
  return state
}

function freshState(name: string, parameter: Tensor, values: Tensor | undefined): Tensor {
  const fresh = name === 'step' ? zeros([], { dtype: 'float32', device: parameter.device }) : zerosLike(parameter)
  return values === undefined ? fresh : noGrad(() => fresh.copy_(values))
}

/** @internal Replaces the state of a parameter by copies of saved values, or by none. */
export function restoreEntry(
  entry: Entry,
  saved: Readonly<Record<string, Tensor>> | null,
  names: readonly string[],
): void {
  if (saved !== null) {
    replaceState(entry, saved, names)
    return
  }
  disposeAll(entry.state)
  entry.state = null
}

/** @internal All that keeps a saved group from fitting, one line each. */
export function groupDifferences(entries: readonly Entry[], saved: GroupState, names: readonly string[]): string[] {
  const own = new Map(entries.map(({ name, parameter }) => [name, parameter]))
  return Object.entries(saved.parameters).flatMap(([name, tensors]) => {
    const parameter = own.get(name)
    if (parameter === undefined) return [`not in this optimizer: ${name}`]
    return names.flatMap((key) => {
      const value = tensors[key]
      if (value === undefined) return [`missing from the state: ${key} of ${name}`]
      const expected = key === 'step' ? '' : parameter.shape.join(', ')
      const found = value.shape.join(', ')
      return found === expected ? [] : [`shape of ${key} of ${name}: expected [${expected}], saved [${found}]`]
    })
  })
}
