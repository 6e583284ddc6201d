/**
 * Stopping a training: the first Ctrl-C, SIGTERM or abort asks it to finish the update, save and leave; the second
 * leaves at once.
 */

/** What a training loop asks between steps, and what everything that wants it to stop calls. */
export interface StopControl {
  /** Whether training shall end after the current update. */
  readonly isStopRequested: boolean
  /** What asked for it, such as `SIGINT`, `q` or `stop request`. */
  readonly reason: string | undefined
  /** Whether the present state shall be saved before training ends. */
  readonly isSaveWanted: boolean
  /** Aborted at the first request; hand it to what takes long. */
  readonly signal: AbortSignal
  /**
   * Asks to stop; later calls change nothing.
   *
   * @param options.save  save the present state first; default true
   */
  request(reason: string, options?: { readonly save?: boolean }): void
  /** Acts as a signal of this name does: the first asks to stop, the second leaves at once. For Ctrl-C as a key. */
  interrupt(name: string): void
  /** Registers something to be done before leaving at once: restoring the terminal. Returns how to take it back. */
  onForcedExit(action: () => void): () => void
  /** Stops listening to signals. */
  dispose(): void
}

/** Settings of {@link createStopControl}. */
export interface StopOptions {
  /** The embedding program's own wish to stop. */
  readonly signal?: AbortSignal | undefined
  /** Listen to SIGINT, SIGTERM and SIGHUP of this process; for programs, not for libraries. Default false. */
  readonly handlesSignals?: boolean
  /** Told once, at the first request. */
  readonly onRequest?: (reason: string) => void
  /** How to leave at once; default `process.exit`. */
  readonly exit?: (code: number) => void
}

/** Exit code after a second Ctrl-C. */
const forcedExitCode = 130

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

// npm and npx pass Ctrl-C on to a program that has already got it from the terminal: two signals, one wish.
const echoMs = 250

/** Makes the stop control of one training. */
export function createStopControl({
  signal,
  handlesSignals = false,
  onRequest,
  exit = (code) => process.exit(code),
}: StopOptions = {}): StopControl {
  const controller = new AbortController()
  const forcedExitActions = new Set<() => void>()
  let reason: string | undefined
  let isSaveWanted = true
  let interruptedAt: number | undefined

  const request = (why: string, { save = true }: { readonly save?: boolean } = {}): void => {
    if (reason !== undefined) return
    reason = why
    isSaveWanted = save
    controller.abort(new Error(`stopped: ${why}`))
    onRequest?.(why)
  }
  const leave = (): void => {
    for (const action of forcedExitActions) {
      try {
        action()
      } catch {
        // Leaving at once must not fail.
      }
    }
    exit(forcedExitCode)
  }
  const interrupt = (name: string): void => {
    const now = performance.now()
    if (reason === undefined) {
      interruptedAt = now
      request(name)
    } else if (interruptedAt === undefined) {
      // Asked to stop by other means so far; the first Ctrl-C after that means: not so slowly.
      leave()
    } else if (now - interruptedAt >= echoMs) {
      leave()
    }
  }

  const onAbort = (): void => request(abortReason(signal))
  if (signal?.aborted === true) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
  if (handlesSignals) for (const name of signals) process.on(name, interrupt)

  return {
    get isStopRequested() {
      return reason !== undefined
    },
    get reason() {
      return reason
    },
    get isSaveWanted() {
      return isSaveWanted
    },
    signal: controller.signal,
    request,
    interrupt,
    onForcedExit(action) {
      forcedExitActions.add(action)
      return () => forcedExitActions.delete(action)
    },
    dispose() {
      signal?.removeEventListener('abort', onAbort)
      for (const name of signals) process.removeListener(name, interrupt)
      forcedExitActions.clear()
    },
  }
}

/**
 * Lets the event loop turn once, so that signals, keys and timers are heard. A training loop awaits it between steps:
 * the steps themselves block the thread.
 */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function abortReason(signal: AbortSignal | undefined): string {
  const why: unknown = signal?.reason
  return why instanceof Error && why.name !== 'AbortError' ? why.message : 'aborted'
}
