/** Images of fixed seeds for measures that are taken while a run goes on. */
import { cat, type Tensor } from '@ganymede/torch'
import { classCount, labelOfSeed, labelTensor, latentTensor, requireLatents } from '../../pictures/latents.js'
import type { AnySystem, DataShape, Networks, SampleContext } from '../../systems/contract/system.js'

// Far from the seeds that people and sheets use.
const seedOfFirst = 2_000_000
const chunk = 64

/** A training that pictures can be made from while it goes on. */
export interface SampledTraining {
  readonly system: AnySystem
  /** Of the system. */
  readonly options: unknown
  readonly data: DataShape
  /** Runs `fn` with what sampling needs; training state is unchanged afterwards. */
  sampling<T>(fn: (ctx: SampleContext<Networks, unknown>) => T): T
}

/**
 * Images of the same seeds at every step, in chunks of 64; classes take turns.
 *
 * @returns `[count, C, H, W]` in [-1, 1], in the caller's scope
 * @throws GanymedeError `LATENTS_MISSING` for a system without latents
 */
export function sampleSeeds(training: SampledTraining, count: number): Tensor {
  const system = requireLatents(training.system)
  const classes = classCount(system, training.options, training.data)
  return training.sampling((ctx) => {
    const parts: Tensor[] = []
    for (let from = 0; from < count; from += chunk) {
      const seeds = Array.from({ length: Math.min(chunk, count - from) }, (_, i) => seedOfFirst + from + i)
      const latents = latentTensor(seeds, system.latentDim(ctx.options), ctx.device)
      const chosen = seeds.map((seed) => labelOfSeed(seed, classes))
      const labels = classes === 0 ? null : labelTensor(chosen, ctx.device)
      parts.push(system.decode(ctx, latents, { labels }))
    }
    return cat(parts)
  })
}
