/**
 * Lets any number of decodes run side by side, or one all alone: those that began before it are waited for, and those
 * that come later wait for it.
 */
export class DecodeGate {
  #running = 0
  #idle: (() => void) | null = null
  #lastAlone: Promise<unknown> = Promise.resolve()
  #waitingAlone = 0

  /** Runs beside others of its kind, never beside one that is alone. */
  async among<T>(work: () => Promise<T>): Promise<T> {
    while (this.#waitingAlone > 0) await this.#lastAlone
    this.#running++
    try {
      return await work()
    } finally {
      this.#running--
      if (this.#running === 0) this.#idle?.()
    }
  }

  /** Runs with nothing beside it, in the order of the calls. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    this.#waitingAlone++
    const result = this.#lastAlone.then(async () => {
      try {
        if (this.#running > 0) {
          await new Promise<void>((resolve) => {
            this.#idle = resolve
          })
          this.#idle = null
        }
        return await work()
      } finally {
        this.#waitingAlone--
      }
    })
    this.#lastAlone = result.catch(() => undefined)
    return result
  }
}
