/** Requests to a training from its own process: keys and code. Other processes leave theirs in the folder of control.ts. */
import type { ControlAction } from './control.js'

/** `toggle-pause` asks for whichever of `pause` and `continue` changes something. */
export type OwnAction = Exclude<ControlAction, 'stop'> | 'toggle-pause'

/** A request of this process. */
export interface OwnRequest {
  readonly action: OwnAction
  /** To be called when it has been obeyed. */
  readonly settle?: () => void
}

/** Where a training loop takes the requests of its own process from, between steps. */
export interface RequestSource {
  take(): readonly OwnRequest[]
}

/** Requests that wait until the loop takes them. */
export class RequestQueue implements RequestSource {
  #waiting: OwnRequest[] = []
  #taken: OwnRequest[] = []
  #isClosed = false

  /** Asks for something; resolves when the loop has done it, or will never do anything again. */
  ask(action: OwnAction): Promise<void> {
    if (this.#isClosed) return Promise.resolve()
    return new Promise((settle) => this.#waiting.push({ action, settle }))
  }

  take(): readonly OwnRequest[] {
    const taken = this.#waiting
    this.#taken = taken
    this.#waiting = []
    return taken
  }

  /** Nobody takes requests any more: those that wait for an answer get it. */
  close(): void {
    this.#isClosed = true
    for (const { settle } of [...this.#taken, ...this.#waiting]) settle?.()
    this.#taken = []
    this.#waiting = []
  }
}
