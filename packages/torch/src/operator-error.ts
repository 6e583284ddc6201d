/** The error of a failed operator call: each tensor argument with dtype, shape and device, and where in the model. */

import { native } from './addon/load.js'
import { nativeError } from './addon/native-error.js'
import { requireFunction } from './arguments.js'
import { shown, type TorchError } from './errors.js'
import { describeTensor, Tensor } from './tensor/tensor.js'

const listedElements = 8

let errorContext: (() => string | null) | null = null

/** Sets what tells where in a model an operator failed (the module path); used by the nn package. */
export function setErrorContext(context: (() => string | null) | null): void {
  if (context !== null) requireFunction('setErrorContext', 'context', context)
  errorContext = context
}

/** @internal Built only after a call has failed: the successful call pays nothing for it. */
export function operatorError(
  op: { readonly name: string; readonly label: string },
  args: readonly unknown[],
  cause: unknown,
  entry: (...args: never[]) => unknown,
): TorchError {
  const outOfMemory = (cause as { code?: unknown }).code === 'OUT_OF_MEMORY'
  const lines = () => {
    const where = errorContext?.()
    return [
      ...describeArguments(op.name, args),
      ...(outOfMemory ? memoryLines() : []),
      ...(where ? [`in  ${where}`] : []),
    ]
  }
  return nativeError(op.label, cause, { lines, details: { operator: op.name }, entry })
}

function memoryLines(): string[] {
  const out = new Float64Array(7)
  native().stats(out)
  const [live = 0, , , , bytes = 0, peak = 0] = out
  const mebibytes = (count: number) => `${(count / 2 ** 20).toFixed(0)} MiB`
  return [
    `live tensors ${live}, ${mebibytes(bytes)} allocated, peak ${mebibytes(peak)}`,
    'Use a smaller batch, or free tensors earlier: scope(() => …) releases everything that it does not return.',
  ]
}

function describeArguments(name: string, args: readonly unknown[]): string[] {
  let declared: readonly { readonly name: string }[] = []
  try {
    declared = native().describe(name).arguments
  } catch {
    // An unknown operator has no argument names; the error itself says so.
  }
  const tensors: [name: string, text: string][] = []
  const others: string[] = []
  args.forEach((value, i) => {
    const label = declared[i]?.name ?? `argument ${i + 1}`
    if (value instanceof Tensor) tensors.push([label, describeTensor(value)])
    else if (Array.isArray(value) && value.slice(0, listedElements).some((element) => element instanceof Tensor)) {
      value.slice(0, listedElements).forEach((element: unknown, k) => {
        tensors.push([`${label}[${k}]`, element instanceof Tensor ? describeTensor(element) : String(element)])
      })
      if (value.length > listedElements) tensors.push([label, `${value.length - listedElements} more`])
    } else if (value !== undefined && value !== null) others.push(`${label} ${shown(value)}`)
  })
  const width = Math.max(0, ...tensors.map(([label]) => label.length))
  const lines = tensors.map(([label, text]) => `${label.padEnd(width)}  ${text}`)
  return others.length > 0 ? [...lines, others.join('   ')] : lines
}
