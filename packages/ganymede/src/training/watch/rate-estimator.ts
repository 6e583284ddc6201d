/** How fast training goes now, for the progress line and its time left. */

// One sample a quarter second, for the last minute: long enough to hold checkpoints and samples in their proportion.
const sampleMs = 250
const samples = 240
// The first steps allocate, compile and warm caches; they say nothing about the rest.
const warmUpSteps = 3
// An interval so much slower than the usual one, and so long, was the machine asleep and not the training.
const sleepFactor = 20
const sleepMs = 30_000

interface Interval {
  readonly steps: number
  readonly ms: number
}

/**
 * Mean rate over the last minute of training. Saving and sampling count, since they will happen again; pauses, the first
 * steps and the time a machine slept do not.
 */
export class RateEstimator {
  #intervals: Interval[] = []
  #last: { step: number; ms: number } | undefined
  #first: number | undefined

  /** @param step steps done; @param nowMs a clock that never goes back, in milliseconds */
  record(step: number, nowMs: number): void {
    this.#first ??= step
    if (this.#last === undefined || step < this.#last.step) {
      this.#last = { step, ms: nowMs }
      return
    }
    if (step === this.#last.step || nowMs - this.#last.ms < sampleMs) return
    const interval = { steps: step - this.#last.step, ms: nowMs - this.#last.ms }
    const isWarmUp = this.#last.step - this.#first < warmUpSteps
    this.#last = { step, ms: nowMs }
    // A slow first interval is better than nothing, until there is another.
    if (this.#intervals.length === 1 && this.#isProvisional) this.#intervals = []
    this.#isProvisional = isWarmUp
    this.#intervals.push(interval)
    if (this.#intervals.length > samples) this.#intervals.shift()
  }

  #isProvisional = false

  /** The time until the next record does not count: training is paused. */
  pause(): void {
    this.#last = undefined
  }

  /** Steps per second, or undefined before the first interval. */
  get stepsPerSecond(): number | undefined {
    if (this.#intervals.length === 0) return undefined
    const costs = this.#intervals.map(({ steps, ms }) => ms / steps).sort((a, b) => a - b)
    const median = costs[costs.length >> 1] as number
    let steps = 0
    let ms = 0
    for (const interval of this.#intervals) {
      if (interval.ms > sleepMs && interval.ms / interval.steps > sleepFactor * median) continue
      steps += interval.steps
      ms += interval.ms
    }
    return ms === 0 ? undefined : (steps * 1000) / ms
  }
}
