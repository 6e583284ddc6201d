/** The moving average of a run's generator, as the train options ask. */
import { type EmaOptions, ExponentialMovingAverage } from '../nn/ema.js'
import type { Module } from '../nn/module.js'
import type { TrainOptions } from '../options/train-options.js'
import type { AnySystem, DataShape, Networks, RandomStreams } from '../systems/contract/system.js'

export interface AverageOptions {
  readonly system: AnySystem
  /** Options of the system. */
  readonly options: unknown
  readonly train: TrainOptions
  readonly data: DataShape
  readonly networks: Networks
  readonly device: string
  /** Streams for the twin's first weights, which do not matter; they must live as long as it does. */
  readonly random: RandomStreams
}

/** Null when the run keeps no average. */
export function makeAverage(made: AverageOptions): ExponentialMovingAverage | null {
  const { system, options, train, data, networks, device, random } = made
  const { ema: decay, emaStart: startStep, emaKimg: halfLifeKimg } = train
  if (decay === 0 && halfLifeKimg === 0) return null
  const source = networks[system.generator]
  if (source === undefined) throw new Error(`${system.name} builds no network called ${system.generator}`)
  // The same definition builds the twin, so that both have one structure.
  const make = () => {
    const { [system.generator]: twin, ...others }: Networks = system.build(options, data, random)
    for (const network of Object.values(others)) network.dispose()
    if (twin === undefined) throw new Error(`${system.name} builds no network called ${system.generator}`)
    twin.rename(`${system.generator}-ema`)
    return twin.to(system.channelsLast ? { device, memoryFormat: 'channelsLast' } : { device })
  }
  const ema: EmaOptions =
    halfLifeKimg > 0 ? { mode: 'rampup', halfLifeKimg, startStep } : { mode: 'fixed', decay, startStep }
  return new ExponentialMovingAverage<Module>(source, make, ema)
}
