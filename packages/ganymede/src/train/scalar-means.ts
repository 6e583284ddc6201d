/** Means of scalars between two log lines. Values stay on the device until the line is due: no read in other steps. */
import { disposeAll, keep, noGrad, scope, stack, type Tensor } from '@ganymede/torch'

interface Mean {
  number: number
  count: number
}

/** Sums of keys that come one after the other, such as those of one update, as one vector. */
interface Round {
  readonly keys: readonly string[]
  /** float64 `[keys]`, so that a long interval loses nothing against a short one. */
  readonly sums: Tensor
}

/** JSON of the sums, for checkpoints between two log lines. */
export type ScalarMeansState = Readonly<
  Record<string, { readonly sum: number | 'NaN' | 'Infinity' | '-Infinity'; readonly count: number }>
>

export class ScalarMeans {
  readonly #means = new Map<string, Mean>()
  readonly #rounds = new Map<string, Round>()
  // Collected until a key comes again: adding them up at once takes two operators in place of one for each.
  readonly #pending = new Map<string, Tensor>()

  /** @param value  scalar `[]`; a tensor is added on its device and not read */
  add(key: string, value: Tensor | number): void {
    let mean = this.#means.get(key)
    if (mean === undefined) {
      mean = { number: 0, count: 0 }
      this.#means.set(key, mean)
    }
    mean.count++
    if (typeof value === 'number') {
      mean.number += value
      return
    }
    if (this.#pending.has(key)) this.#addPending()
    this.#pending.set(
      key,
      scope('log', () => keep(value.detach())),
    )
  }

  #addPending(): void {
    if (this.#pending.size === 0) return
    const name = [...this.#pending.keys()].join('\n')
    scope('log', () =>
      noGrad(() => {
        const values = stackOfAny([...this.#pending.values()])
        const round = this.#rounds.get(name)
        if (round !== undefined) round.sums.add_(values)
        else {
          const sums = keep(values.to({ dtype: 'float64', copy: true }))
          this.#rounds.set(name, { keys: [...this.#pending.keys()], sums })
        }
      }),
    )
    disposeAll([...this.#pending.values()])
    this.#pending.clear()
  }

  /** Sums and counts by key, in the order in which keys first came. */
  #sums(): Record<string, { readonly sum: number; readonly count: number }> {
    this.#addPending()
    const sums = new Map([...this.#means].map(([key, { number }]) => [key, number]))
    for (const { keys, sums: vector } of this.#rounds.values()) {
      const values = vector.data() as Float64Array
      keys.forEach((key, i) => {
        sums.set(key, sums.get(key)! + values[i]!)
      })
    }
    return Object.fromEntries([...this.#means].map(([key, { count }]) => [key, { sum: sums.get(key)!, count }]))
  }

  /** The sums as JSON, which has no numbers for NaN and infinities. */
  state(): ScalarMeansState {
    const plain = (sum: number) => (Number.isFinite(sum) ? sum : (String(sum) as 'NaN' | 'Infinity' | '-Infinity'))
    return Object.fromEntries(
      Object.entries(this.#sums()).map(([key, { sum, count }]) => [key, { sum: plain(sum), count }]),
    )
  }

  /** The means since the last call; starts anew. */
  take(): Record<string, number> {
    const means = Object.fromEntries(Object.entries(this.#sums()).map(([key, { sum, count }]) => [key, sum / count]))
    this.clear()
    return means
  }

  restore(state: ScalarMeansState): void {
    this.clear()
    for (const [key, { sum, count }] of Object.entries(state)) this.#means.set(key, { number: Number(sum), count })
  }

  clear(): void {
    disposeAll([...this.#pending.values()])
    for (const { sums } of this.#rounds.values()) sums.dispose()
    this.#pending.clear()
    this.#rounds.clear()
    this.#means.clear()
  }
}

function stackOfAny(values: readonly Tensor[]): Tensor {
  const [first] = values
  const isMixed = values.some(({ dtype }) => dtype !== first?.dtype)
  return stack(isMixed ? values.map((value) => value.to({ dtype: 'float64' })) : values)
}
