/** Pictures made by a trained CycleGAN, in either direction. */
import { cat, type Tensor } from '@ganymede/torch'
import type { SampleContext, TranslateRequest, TranslationDefaults } from '../../train/system.js'
import type { CycleganNetworks } from './networks.js'
import type { CycleganOptions } from './options.js'
import { chosenGenerators } from './views.js'

/** Maps `[N, C, H, W]` in [-1, 1] to `[N, C', H, W]`, float32, one picture at a time. */
export function translateCyclegan(
  ctx: SampleContext<CycleganNetworks, CycleganOptions>,
  inputs: Tensor,
  { direction = 'a2b', ema = true }: TranslateRequest,
): Tensor {
  const network = chosenGenerators(ctx, ema)[direction]
  return cat(inputs.split(1).map((image) => network.forward(image))).to({ dtype: 'float32' })
}

/** Without dropout and with the generators' own norms, as the authors test. */
export function translationDefaultsOf({ normG, dropout }: CycleganOptions): TranslationDefaults {
  return { directions: ['a2b', 'b2a'], mode: normG === 'batch' ? 'running' : null, dropout: dropout ? false : null }
}
