/** Gradients: `backward` into leaves, `grad` as values, both usable for higher derivatives. */

import { native } from './addon/load.js'
import { nativeError } from './addon/native-error.js'
import { argumentError, requireOptions, requireTensor, requireTensors } from './arguments.js'
import type { TorchError } from './errors.js'
import { describeTensor, Tensor } from './tensor/tensor.js'

export interface BackwardOptions {
  /** Gradient of the outer function with respect to this tensor; needed unless it has one element. */
  readonly gradient?: Tensor | null
  /** Keeps the graph for another backward; default: the value of `createGraph`. */
  readonly retainGraph?: boolean
  /** Records the backward pass itself, for second derivatives; default false. */
  readonly createGraph?: boolean
  /** Only these leaves receive gradients; default: all. */
  readonly inputs?: readonly Tensor[]
}

export interface GradOptions {
  /** One per output (null: ones); needed for outputs of more than one element. */
  readonly gradOutputs?: readonly (Tensor | null)[]
  readonly createGraph?: boolean
  readonly retainGraph?: boolean
  /** Gives null for inputs that the outputs do not depend on, instead of an error; default false. */
  readonly allowUnused?: boolean
}

// Constants: a list made in every call would be work for the collector in every step.
const backwardNames = ['gradient', 'retainGraph', 'createGraph', 'inputs'] as const
const gradNames = ['gradOutputs', 'createGraph', 'retainGraph', 'allowUnused'] as const

const describedTensors = 8

function failed(name: string, tensors: readonly Tensor[], cause: unknown): TorchError {
  return nativeError(name, cause, { lines: () => tensors.slice(0, describedTensors).map(describeTensor) })
}

/**
 * Adds the gradients of `root` to the `grad` of the leaves that it depends on.
 *
 * @throws TorchError `OP_FAILED` when `root` has no history, or more than one element and no `gradient`
 */
export function backward(root: Tensor, options?: BackwardOptions): void {
  const { gradient, retainGraph, createGraph = false, inputs } = requireOptions('backward', options, backwardNames)
  requireTensor('backward', 'root', root)
  if (gradient !== undefined && gradient !== null) requireTensor('backward', 'gradient', gradient)
  if (inputs !== undefined) requireTensors('backward', 'inputs', inputs)
  try {
    native().backward(
      [root.handle],
      gradient ? [gradient.handle] : null,
      retainGraph ?? null,
      createGraph,
      inputs ? inputs.map((input) => input.handle) : null,
    )
  } catch (cause) {
    throw failed('backward', [root], cause)
  }
}

/**
 * Gradients of `outputs` with respect to `inputs`, as new tensors; leaves' `grad` is not touched.
 *
 * With `createGraph` the results can be differentiated again (gradient penalties).
 *
 * @returns one tensor per input; null only with `allowUnused`
 * @throws TorchError `OP_FAILED` when an input is unused and `allowUnused` is not set
 * @example
 * const [g] = grad([y.sum()], [x], { createGraph: true })
 */
export function grad(outputs: readonly Tensor[], inputs: readonly Tensor[], options?: GradOptions): (Tensor | null)[] {
  const {
    gradOutputs,
    createGraph = false,
    retainGraph,
    allowUnused = false,
  } = requireOptions('grad', options, gradNames)
  requireTensors('grad', 'outputs', outputs)
  requireTensors('grad', 'inputs', inputs)
  if (gradOutputs !== undefined) requireGradients(gradOutputs)
  let slots: (number | null)[]
  try {
    slots = native().grad(
      outputs.map((t) => t.handle),
      inputs.map((t) => t.handle),
      gradOutputs ? gradOutputs.map((t) => t?.handle ?? null) : null,
      retainGraph ?? null,
      createGraph,
      allowUnused,
    )
  } catch (cause) {
    throw failed('grad', [...outputs, ...inputs], cause)
  }
  return slots.map((slot) => (slot === null ? null : new Tensor(slot, 'grad')))
}

function requireGradients(gradients: unknown): void {
  if (!Array.isArray(gradients)) throw argumentError('grad', 'gradOutputs', 'an array of tensors or null', gradients)
  requireTensors(
    'grad',
    'gradOutputs',
    gradients.filter((gradient) => gradient !== null),
  )
}

/** Sets the gradients of many leaves to none, in one native call. */
export function zeroGrads(leaves: readonly Tensor[]): void {
  requireTensors('zeroGrads', 'leaves', leaves)
  native().zeroGrads(leaves.map((t) => t.handle))
}

declare module './tensor/tensor.js' {
  interface Tensor {
    /** Adds this tensor's gradients to the `grad` of the leaves that it depends on; see {@link backward}. */
    backward(options?: BackwardOptions): void
  }
}

Tensor.prototype.backward = function (options) {
  backward(this, options)
}
