/** Means of scalars between two log lines. Values on a GPU stay there until the line is due: reading one makes it wait. */
import { keep, noGrad, scope, stack, type Tensor } from '@ganymede/torch'

interface Mean {
  /** Sum of device values, kept out of scopes; null while only numbers came. */
  tensor: Tensor | null
  number: number
  count: number
}

/** JSON of the sums, for checkpoints between two log lines. */
export type ScalarMeansState = Readonly<
  Record<string, { readonly sum: number | 'NaN' | 'Infinity' | '-Infinity'; readonly count: number }>
>

export class ScalarMeans {
  readonly #means = new Map<string, Mean>()
  readonly #readsAtOnce: boolean

  /** @param options.readsAtOnce  whether tensors are read as they come, which costs least on the CPU; else when asked */
  constructor({ readsAtOnce = false }: { readonly readsAtOnce?: boolean } = {}) {
    this.#readsAtOnce = readsAtOnce
  }

  /** @param value  scalar `[]` */
  add(key: string, value: Tensor | number): void {
    let mean = this.#means.get(key)
    if (mean === undefined) {
      mean = { tensor: null, number: 0, count: 0 }
      this.#means.set(key, mean)
    }
    mean.count++
    if (typeof value === 'number') mean.number += value
    else if (this.#readsAtOnce) mean.number += value.item()
    else this.#addTensor(mean, value)
  }

  #addTensor(mean: Mean, value: Tensor): void {
    // float64, so that a long interval loses nothing against a short one.
    if (mean.tensor === null) {
      mean.tensor = scope('log', () => keep(value.detach().to({ dtype: 'float64' }).clone()))
      return
    }
    // In steps between two lines this is the only operator.
    const { tensor } = mean
    noGrad(() => tensor.add_(value))
  }

  /** Sums and counts by key, in the order in which keys first came: one read for all. */
  #sums(): Record<string, { readonly sum: number; readonly count: number }> {
    const entries = [...this.#means]
    const withTensor = entries.filter(([, mean]) => mean.tensor !== null)
    const sums =
      withTensor.length === 0
        ? []
        : scope('log', () => Array.from(stack(withTensor.map(([, m]) => m.tensor!)).data() as Float64Array))
    const read = new Map(withTensor.map(([key], i) => [key, sums[i]!]))
    return Object.fromEntries(
      entries.map(([key, { number, count }]) => [key, { sum: number + (read.get(key) ?? 0), count }]),
    )
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
    for (const [key, { sum, count }] of Object.entries(state))
      this.#means.set(key, { tensor: null, number: Number(sum), count })
  }

  clear(): void {
    for (const { tensor } of this.#means.values()) tensor?.dispose()
    this.#means.clear()
  }
}
