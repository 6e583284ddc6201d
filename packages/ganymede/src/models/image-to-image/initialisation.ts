/** How the translation networks begin: the four rules of the authors' code. */

import { givenOptions } from '@ganymede/core'
import type { Generator as RandomStream, Tensor } from '@ganymede/torch'
import { requireModule } from '../../nn/given-tensors.js'
import { kaimingNormal_, normal_, orthogonal_, xavierNormal_, zeros_ } from '../../nn/init.js'
import { initialiseLayers } from '../../nn/init-layers.js'
import type { Module } from '../../nn/module.js'

export const initialisationNames = ['normal', 'xavier', 'kaiming', 'orthogonal'] as const
export type InitialisationName = (typeof initialisationNames)[number]

/** How {@link initialiseTranslation} draws. */
export interface InitialisationOptions {
  /** `normal`: N(0, gain²). `kaiming` has no gain. Default `normal`. */
  readonly name?: InitialisationName
  /** Default 0.02. */
  readonly gain?: number
  readonly rng?: RandomStream | undefined
}

/**
 * Draws all weights anew: convolutions and linear layers by the rule, their biases 0; scales of batch norm N(1, gain²),
 * shifts 0.
 *
 * @returns `network`
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function initialiseTranslation<M extends Module>(network: M, options: InitialisationOptions = {}): M {
  const { name = 'normal', gain = 0.02, rng } = givenOptions('initialiseTranslation', options, ['name', 'gain', 'rng'])
  requireModule('initialiseTranslation', 'network', network)
  const fill = (layer: { readonly weight: Tensor; readonly bias: Tensor | null }) => {
    fillWeight(layer.weight, name, { gain, rng })
    if (layer.bias !== null) zeros_(layer.bias)
  }
  return initialiseLayers(network, {
    convolution: fill,
    linear: fill,
    normalisation({ weight, bias }) {
      if (weight !== null) normal_(weight, { mean: 1, std: gain, rng })
      if (bias !== null) zeros_(bias)
    },
  })
}

function fillWeight(
  weight: Tensor,
  name: InitialisationName,
  { gain, rng }: { readonly gain: number; readonly rng: RandomStream | undefined },
): void {
  switch (name) {
    case 'normal':
      normal_(weight, { std: gain, rng })
      return
    case 'xavier':
      xavierNormal_(weight, { gain, rng })
      return
    case 'kaiming':
      kaimingNormal_(weight, { rng })
      return
    case 'orthogonal':
      orthogonal_(weight, { gain, rng })
      return
  }
}
