/** The one way from a seed to a latent vector: command line, studio, Node and browser all use this algorithm. */

import { CounterRandom } from './counter-random.js'

/**
 * The latent of a seed: normals of the stream `(seed, stream)`, computed in float64 and rounded to float32.
 *
 * The same bits on every machine and engine (see `portable-math.ts`), and independent of `dim`: the first 64 values
 * for 128 dimensions are the 64 values for 64.
 *
 * @param seed    safe integer
 * @param dim     length of the latent
 * @param stream  name of the stream; further inputs of a model (noise maps, dropout masks) take their own
 * @returns `[dim]`, values of N(0, 1)
 * @throws GanymedeError `OPTION_INVALID` when the seed is not an integer
 * @example
 * const z = latentFromSeed(7, 100)
 */
export function latentFromSeed(seed: number, dim: number, stream = 'latent'): Float32Array {
  const random = new CounterRandom(seed, stream)
  const latent = new Float32Array(dim)
  for (let i = 0; i < dim; i++) latent[i] = random.nextNormal()
  return latent
}
