/** Whether operators are recorded for autograd. All modes are per thread and restored when the callback throws. */
import { TorchError } from './errors.js'
import { native } from './load.js'

function withGrad<T>(name: string, enabled: boolean, fn: () => T): T {
  const previous = native().setGradEnabled(enabled)
  try {
    return synchronous(name, fn())
  } finally {
    native().setGradEnabled(previous)
  }
}

/** @internal Modes end when the callback returns, so awaited code would run outside them. */
export function synchronous<T>(name: string, result: T): T {
  if (result !== null && typeof result === 'object' && typeof (result as { then?: unknown }).then === 'function') {
    throw new TorchError('SCOPE_INVALID', `the callback of ${name} returned a promise`, {
      lines: ['Modes are synchronous: await first, then enter the mode.'],
    })
  }
  return result
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
  native().enterInference()
  try {
    return synchronous('inferenceMode', fn())
  } finally {
    native().leaveInference()
  }
}

export function isGradEnabled(): boolean {
  return native().isGradEnabled()
}
