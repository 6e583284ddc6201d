/** Pictures made by a trained CycleGAN, in either direction. */
import type { Tensor } from '@ganymede/torch'
import type { Module } from '../../nn/module.js'
import type { SampleContext, TranslateRequest, TranslationDefaults } from '../../systems/contract/system.js'
import { translateEach } from '../image-to-image/test-behaviour.js'
import type { CycleganNetworks, GeneratorPair } from './networks.js'
import type { CycleganOptions } from './options.js'

type Context = SampleContext<CycleganNetworks, CycleganOptions>

/**
 * Maps images `[N, C, H, W]` in [-1, 1] of the domain that the direction starts from to `[N, C', H, W]`, float32; each as if
 * it were alone.
 */
export function translateCyclegan(ctx: Context, inputs: Tensor, request: TranslateRequest = {}): Tensor {
  const { inference, dropout: hasDropout, testDropout } = ctx.options
  const { direction = 'a2b', mode = inference, dropout = testDropout, seed, ema = true } = request
  return translateEach(chosenGenerators(ctx, ema)[direction], inputs, { mode, dropout: hasDropout && dropout, seed })
}

/** The averaged generators where there are any and they are wanted. */
function chosenGenerators({ networks, ema }: Context, useEma: boolean): Pick<GeneratorPair, 'a2b' | 'b2a'> {
  return useEma && ema !== null ? (ema as Module as GeneratorPair) : networks.generator
}

/** What can be asked for, and how a model translates when nothing is. */
export function translationDefaultsOf({
  normG,
  inference,
  dropout,
  testDropout,
}: CycleganOptions): TranslationDefaults {
  return {
    directions: ['a2b', 'b2a'],
    mode: normG === 'batch' ? inference : null,
    dropout: dropout ? testDropout : null,
  }
}
