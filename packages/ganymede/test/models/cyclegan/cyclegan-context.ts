/** Networks, optimizers and pools of a CycleGAN, and a context whose steps see images given by hand. */

import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { cyclegan } from '../../../src/models/cyclegan/cyclegan.js'
import { buildCyclegan, type CycleganNetworks } from '../../../src/models/cyclegan/networks.js'
import { cycleganOptions } from '../../../src/models/cyclegan/options.js'
import type { CycleganContext } from '../../../src/models/cyclegan/step.js'
import { type TrainOptions, trainSchema } from '../../../src/options/train-options.js'
import type { DataShape, RealBatch } from '../../../src/systems/contract/system.js'
import { stepContext } from '../step-context.js'

export interface CycleganParts {
  readonly model: Readonly<Record<string, unknown>>
  readonly data: DataShape
  readonly train?: Partial<TrainOptions>
  readonly step?: number
  /** The images of each call for a batch, made in the step's scope. */
  readonly next: (call: number, n: number) => Pick<RealBatch, 'images'> & Required<Pick<RealBatch, 'targets'>>
  readonly onGradients?: (network: string) => void
}

export interface CycleganBench {
  readonly networks: CycleganNetworks
  readonly ctx: CycleganContext
  readonly logged: ReadonlyMap<string, number>
  readonly traced: readonly string[]
  dispose(): void
}

export function cycleganBench({ model, data, train = {}, step = 0, next, onGradients }: CycleganParts): CycleganBench {
  const random = new SeededStreams(1, 'cpu')
  const options = cycleganOptions.parse(model)
  const settings = trainSchema.parse({ batch: 1, shareFakes: true, dFirst: false, ...train })
  const networks = buildCyclegan(options, data, random)
  const optimizers = cyclegan.optimizers(networks, options, settings)
  const state = cyclegan.state!({ networks, options, train: settings, data, device: 'cpu', random })
  const { ctx, logged, traced } = stepContext({
    ...{ networks, optimizers, options, data, random, step, train: settings },
    images: [],
    ...(onGradients === undefined ? {} : { onGradients }),
  })
  let calls = 0
  const nextReal = async (n = settings.batch) => {
    const call = calls++
    return { toDevice: () => ({ ...next(call, n), labels: null }) }
  }
  return {
    networks,
    ctx: { ...ctx, state, nextReal },
    logged,
    traced,
    dispose() {
      for (const part of [...Object.values(networks), ...Object.values(optimizers), random]) part.dispose()
      state.dispose?.()
    },
  }
}
