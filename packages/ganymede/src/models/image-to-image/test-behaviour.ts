/**
 * How a trained network behaves when it translates: with which statistics, and whether dropout is on. The authors' code
 * leaves networks in training mode unless it is told otherwise; both ways are offered, and nothing is left to chance.
 */
import { cat, manualSeed, randomState, scope, setRandomState, type Tensor } from '@ganymede/torch'
import { BatchNorm, withFrozenStatistics } from '../../nn/layers/batch-norm.js'
import { Dropout, Dropout2d } from '../../nn/layers/dropout.js'
import type { Module } from '../../nn/module.js'
import type { TranslationMode } from '../../systems/contract/system.js'

/** How {@link translateEach} runs a network. */
export interface TestBehaviour {
  /** What batch norm normalises with. */
  readonly mode: TranslationMode
  readonly dropout: boolean
  /** Of the dropout masks. Default 0. */
  readonly seed?: number | undefined
}

/**
 * Runs a generator on pictures, each by itself: with batch statistics those are the picture's own, and dropout masks depend
 * on the seed alone, so that a picture comes out the same in any company.
 *
 * Running statistics do not move; modes and random numbers are as before afterwards.
 *
 * @param inputs  `[N, C, H, W]` in [-1, 1]
 * @returns `[N, C', H, W]`, float32, in the caller's scope
 */
export function translateEach(network: Module, inputs: Tensor, { mode, dropout, seed = 0 }: TestBehaviour): Tensor {
  const modes = [...network.namedModules()].map(([, module]) => [module, module.training] as const)
  const apply = network as Module & { forward(x: Tensor): Tensor }
  network.eval()
  let depends = false
  for (const [module] of modes) {
    const isOn =
      module instanceof BatchNorm
        ? mode === 'batch'
        : module instanceof Dropout || module instanceof Dropout2d
          ? dropout
          : false
    if (!isOn) continue
    module.train()
    depends = true
  }
  try {
    return withFrozenStatistics(network, () =>
      scope('translate', () => {
        const pictures = depends ? inputs.split(1) : [inputs]
        const made = pictures.map((picture) =>
          withSeed(dropout ? seed : null, inputs.device, () => widened(apply.forward(picture))),
        )
        return made.length === 1 ? made[0]! : cat(made)
      }),
    )
  } finally {
    // Parents come first, so each module ends with its own mode.
    for (const [module, training] of modes) module.train(training)
  }
}

const widened = (x: Tensor): Tensor => (x.dtype === 'float32' ? x : x.to({ dtype: 'float32' }))

/** Runs `fn` with the default generators, from which dropout draws, begun anew; null: as they are. */
function withSeed<T>(seed: number | null, device: string, fn: () => T): T {
  if (seed === null) return fn()
  const devices = device === 'cpu' ? ['cpu'] : ['cpu', device]
  return scope('seeded', () => {
    const before = devices.map((one) => [one, randomState(one)] as const)
    manualSeed(seed)
    try {
      return fn()
    } finally {
      for (const [one, state] of before) setRandomState(state, one)
    }
  })
}
