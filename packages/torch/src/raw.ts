/** Any operator of libtorch by its full name, typed from its schema. */
import { requireText } from './arguments.js'
import { invoke, Operator } from './dispatch.js'
import type { RawOperators } from './ops.raw.generated.js'

const known = new Map<string, Operator>()

/**
 * The function of an operator by its full name, with the arguments of its schema in order.
 *
 * @param name  namespace, operator and overload: `'aten::add.Tensor'`; operators of other libraries work too
 * @throws TorchError `ARGUMENT_INVALID` on the first call when libtorch has no such operator
 * @example
 * const y = raw('aten::softshrink')(x)
 */
export function raw<Name extends keyof RawOperators>(name: Name): RawOperators[Name]
export function raw(name: string): (...args: readonly unknown[]) => unknown
export function raw(name: string): (...args: readonly unknown[]) => unknown {
  requireText('raw', 'name', name)
  let op = known.get(name)
  if (op === undefined) {
    op = new Operator(name)
    known.set(name, op)
  }
  const resolved = op
  return (...args) => invoke(resolved, ...args)
}
