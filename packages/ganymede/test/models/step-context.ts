/** A step context of tests: one system's networks, images given by hand, and a record of what the step logged. */
import type { Tensor } from '@ganymede/torch'
import { type TrainOptions, trainSchema } from '../../src/options/train-options.js'
import type { DataShape, Networks, Optimizers, RandomStreams, StepContext } from '../../src/systems/contract/system.js'

export interface ContextParts<Nets extends Networks, Options> {
  readonly networks: Nets
  readonly optimizers: Optimizers
  readonly options: Options
  readonly random: RandomStreams
  readonly data: DataShape
  readonly train?: Partial<TrainOptions>
  readonly step?: number
  /** The real batches in order; the last one comes again and again. */
  readonly images: readonly Tensor[]
  readonly labels?: Tensor | null
  /** The second image of every item, batch by batch as `images`. */
  readonly targets?: readonly Tensor[]
  readonly state?: unknown
  /** Called when the gradients of a network are complete, before its optimizer's step. */
  readonly onGradients?: (network: string) => void
}

/** A context that draws from the parts, and the means of what was logged (the last value of each key). */
export function stepContext<Nets extends Networks, Options>(
  parts: ContextParts<Nets, Options>,
): { readonly ctx: StepContext<Nets, Options>; readonly logged: Map<string, number>; readonly traced: string[] } {
  const logged = new Map<string, number>()
  const traced: string[] = []
  let batch = 0
  const ctx: StepContext<Nets, Options> = {
    networks: parts.networks,
    optimizers: parts.optimizers,
    options: parts.options,
    random: parts.random,
    data: parts.data,
    train: trainSchema.parse({ batch: parts.images[0]?.shape[0] ?? 1, ...parts.train }),
    step: parts.step ?? 0,
    imagesSeen: 0,
    ema: null,
    device: 'cpu',
    state: parts.state ?? null,
    nextReal: async () => {
      const place = Math.min(batch++, parts.images.length - 1)
      const images = parts.images[place]!
      const targets = parts.targets?.[place]
      return {
        toDevice: () => ({
          images: images.alias(),
          labels: parts.labels?.alias() ?? null,
          ...(targets === undefined ? {} : { targets: targets.alias() }),
        }),
      }
    },
    forward: (fn) => fn(),
    log: (key, value) => void logged.set(key, typeof value === 'number' ? value : value.item()),
    requireFinite: () => {},
    requireFiniteGradients: (network) => parts.onGradients?.(network),
    trace: (event) => void traced.push(event),
    time: (_, fn) => fn(),
  }
  return { ctx, logged, traced }
}
