/** Scopes and modes end when their callback returns, so a callback that returns a promise is refused. */
import { TorchError } from '../errors.js'

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function'
}

/**
 * Passes a callback's result on.
 *
 * @param what  the function that got the callback, for the message: `noGrad`, `scope "d-step"`
 * @throws TorchError `SCOPE_INVALID` when the result is a promise
 */
export function requireSynchronous<T>(what: string, result: T): T {
  if (!isThenable(result)) return result
  // The abandoned promise may fail later, for want of what has ended; that failure tells nothing new.
  result.then(undefined, () => {})
  throw new TorchError('SCOPE_INVALID', `the callback of ${what} returned a promise`, {
    lines: ['Scopes and modes are synchronous: await first, then open one for the tensor work.'],
  })
}
