/** LeCam regularisation for training with little data (Tseng et al. 2021, https://arxiv.org/abs/2104.03310). */
import { keep, noGrad, relu, scope, type Tensor } from '@ganymede/torch'
import { type SavedState, type SystemState, savedTensor } from '../contract/system-state.js'
import { float } from './adversarial.js'

/**
 * Moving averages of D's scores on real images and on fakes, on the device. The first scores are taken as they are.
 * State: `real`, `fake`, scalars `[]`, once there are any.
 */
export class LeCamAverages implements SystemState {
  readonly decay: number
  #real: Tensor | null = null
  #fake: Tensor | null = null

  /** @param options.decay  share of the old average that is kept; default 0.99 */
  constructor({ decay = 0.99 }: { readonly decay?: number } = {}) {
    this.decay = decay
  }

  /** The averages as they are, or null before the first scores. */
  get averages(): { readonly real: Tensor; readonly fake: Tensor } | null {
    return this.#real === null || this.#fake === null ? null : { real: this.#real, fake: this.#fake }
  }

  /** Moves both averages towards the means of these scores. */
  update(predReal: Tensor, predFake: Tensor): { readonly real: Tensor; readonly fake: Tensor } {
    return noGrad(() => {
      this.#real = this.#moved(this.#real, predReal)
      this.#fake = this.#moved(this.#fake, predFake)
      return { real: this.#real, fake: this.#fake }
    })
  }

  #moved(average: Tensor | null, scores: Tensor): Tensor {
    return scope('lecam-average', () => {
      const mean = scores.detach().to({ dtype: 'float32' }).mean()
      return average === null ? keep(mean) : average.lerp_(mean, 1 - this.decay)
    })
  }

  save(): SavedState {
    return { ...this.averages }
  }

  load(saved: SavedState): void {
    this.dispose()
    if (Object.keys(saved).length === 0) return
    this.#real = keep(savedTensor(saved, 'real').clone())
    this.#fake = keep(savedTensor(saved, 'fake').clone())
  }

  dispose(): void {
    this.#real?.dispose()
    this.#fake?.dispose()
    this.#real = null
    this.#fake = null
  }
}

/**
 * Keeps scores of real images from running away from those of fakes, and the other way round.
 *
 *     mean relu(r − average of f)² + mean relu(average of r − f)²
 *
 * @param averages  scalars `[]`, as {@link LeCamAverages.update} gives them
 * @returns scalar `[]`; the paper's weight is 0.3
 */
export function leCamPenalty(
  predReal: Tensor,
  predFake: Tensor,
  averages: { readonly real: Tensor; readonly fake: Tensor },
): Tensor {
  return scope('lecam', () => {
    const real = relu(float(predReal).sub(averages.fake)).square().mean()
    return real.add(
      relu(averages.real.sub(float(predFake)))
        .square()
        .mean(),
    )
  })
}
