/** What translations of a checkpoint show: whether they change their inputs at all, and whether bright has become dark. */

import { CounterRandom, shuffledIndices } from '@ganymede/core/random'
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import type { Dataset, ItemPixels } from '../data/dataset.js'
import type { OpenModel } from '../inference/open-model.js'
import { toImageTensor } from '../pictures/real-images.js'
import { withoutAlpha } from '../pictures/viewable-images.js'
import type { TranslationSystem } from '../systems/contract/system.js'
import { median } from './curves.js'
import type { TranslationEvidence } from './evidence.js'

const looked = 8

/**
 * Translates a few training pictures in every direction of the system.
 *
 * @param options.ema  use the averaged weights where there are any
 */
export async function measureTranslations(
  model: OpenModel,
  system: TranslationSystem,
  dataset: Dataset,
  { ema, signal }: { readonly ema: boolean; readonly signal?: AbortSignal | undefined },
): Promise<TranslationEvidence[]> {
  const { targets, info, transform } = dataset
  if (targets === undefined) return []
  const chosen = shuffledIndices(info.count, new CounterRandom(0, 'doctor')).slice(0, looked)
  const items: ItemPixels[] = []
  for (const index of chosen) items.push(await targets.read(index, signal))
  const { directions } = system.translationDefaults(model.context.options)
  const isPair = targets.items === 'pairs'
  return directions.map((direction) =>
    scope('doctor-translations', () =>
      noGrad(() => {
        const one = (pixels: Uint8Array, channels: number) =>
          toImageTensor(pixels, [1, transform.height, transform.width, channels], {
            device: model.context.device,
            channelsLast: false,
          })
        const seen = items.map(({ image, target }) => {
          const [a, b] = [one(image, info.channels), one(target, targets.channels)]
          const [input, truth] = direction === 'a2b' ? [a, b] : [b, a]
          return { input, truth, output: system.translate(model.context, input, { direction, ema, seed: 0 }) }
        })
        return { direction, ...evidenceOf(seen, isPair) }
      }),
    ),
  )
}

interface Seen {
  readonly input: Tensor
  readonly truth: Tensor
  readonly output: Tensor
}

function evidenceOf(seen: readonly Seen[], isPair: boolean): Omit<TranslationEvidence, 'direction'> {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const isAlike = seen.every(({ input, truth }) => input.shape[1] === truth.shape[1])
  const difference = (a: Tensor, b: Tensor) => a.sub(b).abs().mean().item()
  const brightnessOf = (pick: (one: Seen) => Tensor) => mean(seen.map((one) => grey(pick(one)).mean().item()))
  return {
    pictures: seen.length,
    isPair,
    change: isAlike ? mean(seen.map(({ input, output }) => difference(input, output))) : null,
    distance: isAlike ? mean(seen.map(({ input, truth }) => difference(input, truth))) : null,
    correlation: median(
      seen.map(({ input, truth, output }) => correlation(grey(output), grey(isPair ? truth : input))),
    ),
    brightness: {
      input: brightnessOf(({ input }) => input),
      output: brightnessOf(({ output }) => output),
      target: brightnessOf(({ truth }) => truth),
    },
  }
}

/** `[1, C, H, W]` → `[1, 1, H, W]` */
const grey = (image: Tensor): Tensor => withoutAlpha(image).mean([1], { keepdim: true })

/** Pearson's; 0 where one of them is of a single brightness. */
function correlation(a: Tensor, b: Tensor): number {
  const [x, y] = [a.sub(a.mean()), b.sub(b.mean())]
  const spread = Math.sqrt(x.square().sum().item() * y.square().sum().item())
  return spread < 1e-6 ? 0 : x.mul(y).sum().item() / spread
}
