/**
 * Normalising parts of an image as if they were looked at together. Cut into tiles, each tile has its own means and
 * variances, and shows it; with statistics that all tiles share, a network of convolutions gives every pixel what it would
 * have got in the whole image.
 */
import { noGrad, scope, type Tensor, TorchError, tensor } from '@ganymede/torch'
import type { Module } from '../module.js'

/** Mean and variance of each channel, `[C]`, float64 on the CPU. */
interface Statistics {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

interface Sums {
  count: number
  readonly mean: Float64Array
  /** Sum of squared distances from the mean. */
  readonly squares: Float64Array
}

/** The part of a tile that counts, as shares of its sides: each pixel of the image counts in one tile. */
export interface CountedPart {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

const active = new Map<Module, SharedStatistics>()

/** @internal The statistics that a norm must use and collect instead of its own, or undefined. */
export function sharedStatisticsOf(layer: Module): SharedStatistics | undefined {
  return active.get(layer)
}

/** Ends a forward pass at the norm whose statistics are wanted: what comes behind it would be thrown away. */
class FarEnough extends Error {}

/**
 * Statistics of every instance and batch norm below some modules that normalises by what it sees.
 *
 * Found in one of two ways. {@link SharedStatistics.sample}: from one pass over a part of the image, which is an estimate.
 * {@link SharedStatistics.round}: exactly, one norm after the other, each from a pass over all tiles in which the norms before
 * it are known already. Every norm must run once in a pass, and in the same order in each.
 */
export class SharedStatistics {
  readonly #modules: readonly Module[]
  readonly #known = new Map<Module, Statistics>()
  #sums = new Map<Module, Sums>()
  #part: CountedPart = { top: 0, bottom: 1, left: 0, right: 1 }
  #task: 'sample' | 'next' | 'use' = 'use'

  constructor(modules: readonly Module[]) {
    this.#modules = modules
  }

  /** Norms whose statistics are known. */
  get size(): number {
    return this.#known.size
  }

  /** Takes the statistics of all norms from one pass, in which each uses its own. */
  sample(fn: () => void): void {
    this.#part = { top: 0, bottom: 1, left: 0, right: 1 }
    this.#run('sample', fn)
    this.#learn()
  }

  /**
   * One pass over all tiles for the next norm that is not known.
   *
   * @param tiles  what of each tile counts, and how to run it
   */
  async round(tiles: Iterable<{ readonly part: CountedPart; readonly run: () => Promise<() => void> }>): Promise<void> {
    for (const { part, run } of tiles) {
      const pass = await run()
      this.#part = part
      try {
        this.#run('next', pass)
      } catch (error) {
        if (!(error instanceof FarEnough)) throw error
      }
    }
    this.#learn()
  }

  /** Runs a pass with what is known. */
  use<T>(fn: () => T): T {
    return this.#run('use', fn)
  }

  #run<T>(task: 'sample' | 'next' | 'use', fn: () => T): T {
    const layers = this.#modules.flatMap((module) => [...module.namedModules()].map(([, layer]) => layer))
    this.#task = task
    for (const layer of layers) active.set(layer, this)
    try {
      return fn()
    } finally {
      for (const layer of layers) active.delete(layer)
    }
  }

  #learn(): void {
    for (const [layer, { count, mean, squares }] of this.#sums) {
      this.#known.set(layer, { mean, variance: squares.map((sum) => sum / Math.max(1, count)) })
    }
    this.#sums = new Map()
  }

  /**
   * Called by a norm in place of normalising by its input alone.
   *
   * @param x  `[N, C, H, W]`
   * @returns mean and variance to use, `[C]` float32 on the device of `x`, in the caller's scope; null: those of `x`
   */
  observe(layer: Module, x: Tensor): { readonly runningMean: Tensor; readonly runningVar: Tensor } | null {
    if (x.ndim !== 4) throw new TorchError('SHAPE_MISMATCH', 'statistics are shared by images [N, C, H, W] only')
    if (this.#task === 'sample') {
      this.#collect(layer, x)
      return null
    }
    const known = this.#known.get(layer)
    if (known === undefined) {
      if (this.#task === 'use') return null
      this.#collect(layer, x)
      throw new FarEnough()
    }
    const perChannel = (values: Float64Array) => tensor(Float32Array.from(values), { device: x.device })
    return { runningMean: perChannel(known.mean), runningVar: perChannel(known.variance) }
  }

  #collect(layer: Module, x: Tensor): void {
    const [, channels = 0, height = 0, width = 0] = x.shape
    const { top, bottom, left, right } = this.#part
    const [y0, y1] = [Math.round(top * height), Math.round(bottom * height)]
    const [x0, x1] = [Math.round(left * width), Math.round(right * width)]
    const [rows, columns] = [y1 - y0, x1 - x0]
    if (rows < 1 || columns < 1) return
    const count = rows * columns * (x.shape[0] ?? 1)
    const found = scope('shared-statistics', () =>
      noGrad(() => {
        const part = x.narrow(2, y0, rows).narrow(3, x0, columns)
        // One pass, numerically safe: libtorch's variance is Welford's.
        const mean = part.mean([0, 2, 3])
        const variance = part.variance([0, 2, 3], { correction: 0 })
        return { mean: floats(mean), variance: floats(variance) }
      }),
    )
    const sums = this.#sums.get(layer)
    if (sums === undefined) {
      this.#sums.set(layer, { count, mean: found.mean, squares: found.variance.map((value) => value * count) })
      return
    }
    // Chan et al. 1979: two sets' means and squared distances as one.
    const total = sums.count + count
    for (let c = 0; c < channels; c++) {
      const difference = (found.mean[c] ?? 0) - (sums.mean[c] ?? 0)
      sums.mean[c] = (sums.mean[c] ?? 0) + (difference * count) / total
      sums.squares[c] =
        (sums.squares[c] ?? 0) + (found.variance[c] ?? 0) * count + (difference ** 2 * sums.count * count) / total
    }
    sums.count = total
  }
}

function floats(values: Tensor): Float64Array {
  return Float64Array.from(values.to({ dtype: 'float64', device: 'cpu' }).data() as Float64Array)
}
