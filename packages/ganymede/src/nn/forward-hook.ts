/** Something to be done whenever a module is about to run, for the time of a call. */

let hook: (() => void) | null = null

/** @internal Called by every module in front of its forward. */
export function aboutToRun(): void {
  hook?.()
}

/**
 * Runs `fn`, and in it `before` in front of the forward of every module, layers and containers alike.
 *
 * @param fn  synchronous
 */
export function beforeEveryForward<T>(before: () => void, fn: () => T): T {
  const outer = hook
  hook = before
  try {
    return fn()
  } finally {
    hook = outer
  }
}
