/** Latents of seeds as tensors: the same seed gives the same picture in training sheets, on the command line and in a page. */

import { GanymedeError } from '@ganymede/core'
import { latentFromSeed } from '@ganymede/core/random'
import { type Tensor, tensor } from '@ganymede/torch'
import type { AnySystem, DataShape, LatentSystem } from '../systems/contract/system.js'

/** Whether a system makes pictures from latents: otherwise it makes them from other pictures. */
export function hasLatents(system: AnySystem): system is LatentSystem {
  return system.latentDim !== undefined && system.decode !== undefined
}

/**
 * The system, if it makes pictures from latents.
 *
 * @throws GanymedeError `LATENTS_MISSING` for one that makes them from other pictures
 */
export function requireLatents(system: AnySystem): LatentSystem {
  if (hasLatents(system)) return system
  throw new GanymedeError(
    'LATENTS_MISSING',
    `${system.name} has no latents: it makes pictures from pictures, not from seeds`,
  )
}

/** Length of the latent vector; 0 for a system without. */
export function latentLength(system: AnySystem, options: unknown): number {
  return hasLatents(system) ? system.latentDim(options) : 0
}

/** @returns `[seeds.length, dim]`, standard normal */
export function latentTensor(seeds: readonly number[], dim: number, device: string): Tensor {
  const values = new Float32Array(seeds.length * dim)
  seeds.forEach((seed, i) => {
    values.set(latentFromSeed(seed, dim), i * dim)
  })
  return tensor(values, { shape: [seeds.length, dim], device })
}

/** Number of classes that a system is told; 0 for one without labels. */
export function classCount(system: AnySystem, options: unknown, data: DataShape): number {
  return system.needs(options).labels ? (data.classes?.length ?? 0) : 0
}

/** The class of a seed when nobody asks for one: consecutive seeds go through all classes. */
export function labelOfSeed(seed: number, classes: number): number {
  return ((seed % classes) + classes) % classes
}

/** Sheets with a column for each class have at most so many; more pictures side by side are too small to look at. */
export const mostClassColumns = 32

/** @returns `[labels.length]`, int64 */
export function labelTensor(labels: readonly number[], device: string): Tensor {
  return tensor(Int32Array.from(labels), { shape: [labels.length], dtype: 'int64', device })
}
