/** Latents of seeds as tensors: the same seed gives the same picture in training sheets, on the command line and in a page. */
import { type Tensor, tensor } from '@ganymede/torch'
import { latentFromSeed } from '../random/latent-from-seed.js'

/** @returns `[seeds.length, dim]`, standard normal */
export function latentTensor(seeds: readonly number[], dim: number, device: string): Tensor {
  const values = new Float32Array(seeds.length * dim)
  seeds.forEach((seed, i) => {
    values.set(latentFromSeed(seed, dim), i * dim)
  })
  return tensor(values, { shape: [seeds.length, dim], device })
}
