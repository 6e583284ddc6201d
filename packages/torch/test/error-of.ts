/** The error that a call of the engine ends with. */
import { scope, TorchError } from '../src/index.js'

/** Calls in a scope of its own, so that nothing is left behind; fails unless the engine refuses. */
export function errorOf(call: () => unknown): TorchError {
  try {
    scope(call)
  } catch (error) {
    if (error instanceof TorchError) return error
    throw error
  }
  throw new Error('the call did not fail')
}
