// @ts-check
/**
 * The reference step mlp-gan: the system `gan` on 28 x 28 images, G 64-256-256-784, D 784-256-256-1, Adam 2e-4 with betas
 * 0.5 and 0.999, D and G learning from the same fakes. Small enough that what surrounds the arithmetic shows: call
 * overhead, allocation, leaks.
 */
import { gan } from '../../packages/ganymede/dist/models/gan/gan.js'

export const mlpShape = { width: 28, height: 28, channels: /** @type {1} */ (1) }

/**
 * The reference step as `createTrainer` takes it, but for the images.
 *
 * @param {number} batch
 */
export function mlpGan(batch) {
  /** @type {import('../../packages/ganymede/dist/systems/contract/system.js').AnySystem} */
  const system = gan
  const train = { batch, shareFakes: true, precision: 'float32' }
  return { system, model: { beta1: 0.5 }, train, shape: mlpShape }
}
