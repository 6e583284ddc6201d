/** Whether operators are recorded for autograd. All modes are per thread and restored when the callback throws. */

import { native } from './addon/load.js'
import { requireFunction } from './arguments.js'
import { requireSynchronous } from './tensor/synchronous.js'

function withGrad<T>(name: string, enabled: boolean, fn: () => T): T {
  requireFunction(name, 'fn', fn)
  const previous = native().setGradEnabled(enabled)
  try {
    return requireSynchronous(name, fn())
  } finally {
    native().setGradEnabled(previous)
  }
}

/** Runs `fn` without recording: results do not require gradients. */
export function noGrad<T>(fn: () => T): T {
  return withGrad('noGrad', false, fn)
}

/** Runs `fn` with recording, also inside {@link noGrad}. */
export function enableGrad<T>(fn: () => T): T {
  return withGrad('enableGrad', true, fn)
}

/** Runs `fn` in inference mode: faster than {@link noGrad}; its results can never take part in autograd. */
export function inferenceMode<T>(fn: () => T): T {
  requireFunction('inferenceMode', 'fn', fn)
  native().enterInference()
  try {
    return requireSynchronous('inferenceMode', fn())
  } finally {
    native().leaveInference()
  }
}

/** Whether results of operators on this thread are recorded at the moment. */
export function isGradEnabled(): boolean {
  return native().isGradEnabled()
}
