/** Named streams of random numbers, all derived from one root seed, so that adding a consumer does not shift the others. */

import { deriveSeed } from '@ganymede/core/random'
import { Generator, manualSeed, randomState, setRandomState, type Tensor } from '@ganymede/torch'
import type { RandomStreams } from '../systems/contract/system.js'

/** The run's streams; see {@link RandomStreams}. State: one tensor per stream and one for the default generator. */
export class SeededStreams implements RandomStreams {
  readonly #root: number
  readonly #device: string
  readonly #streams = new Map<string, Generator>()

  /** @param root  the run's seed */
  constructor(root: number, device: string) {
    this.#root = root
    this.#device = device
  }

  /** Seeds the default generators of the process, from which operators without a generator argument (dropout) draw. */
  seedDefault(): void {
    manualSeed(deriveSeed(this.#root, 'default'))
  }

  stream(name: string): Generator {
    let generator = this.#streams.get(name)
    if (generator === undefined) {
      generator = new Generator(deriveSeed(this.#root, name), this.#device)
      this.#streams.set(name, generator)
    }
    return generator
  }

  /** States by stream name; `default` is the device's default generator, `default-cpu` the CPU's. Made in the caller's scope. */
  state(): Map<string, Tensor> {
    const states = new Map<string, Tensor>()
    for (const name of [...this.#streams.keys()].sort()) states.set(`stream.${name}`, this.#streams.get(name)!.state())
    states.set('default-cpu', randomState('cpu'))
    if (this.#device !== 'cpu') states.set('default', randomState(this.#device))
    return states
  }

  restore(states: ReadonlyMap<string, Tensor>): void {
    for (const [name, state] of states) {
      if (name.startsWith('stream.')) this.stream(name.slice('stream.'.length)).restore(state)
      else if (name === 'default-cpu') setRandomState(state, 'cpu')
      else if (name === 'default') setRandomState(state, this.#device)
    }
  }

  dispose(): void {
    for (const generator of this.#streams.values()) generator.dispose()
    this.#streams.clear()
  }
}
