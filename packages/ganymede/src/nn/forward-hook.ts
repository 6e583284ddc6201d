/** Something to be done whenever a module is about to run, for the time of a call. */

let hook: ((inputs: readonly unknown[]) => void) | null = null

/** @internal Called by every module in front of its forward. */
export function aboutToRun(inputs: readonly unknown[]): void {
  hook?.(inputs)
}

/**
 * Runs `fn`, and in it `before` in front of the forward of every module, layers and containers alike, with what that is
 * given.
 *
 * @param fn  synchronous
 */
export function beforeEveryForward<T>(before: (inputs: readonly unknown[]) => void, fn: () => T): T {
  const outer = hook
  hook = before
  try {
    return fn()
  } finally {
    hook = outer
  }
}
