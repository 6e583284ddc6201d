/** Seeds of the training streams: one root seed, one derived seed per consumer. */

import { streamKey } from './stream-key.js'

/**
 * The seed of a named consumer, for generators of libtorch and for further streams.
 *
 * It depends on the root and the name alone, so that adding a consumer does not shift the others.
 *
 * @param root    seed of the run, a safe integer
 * @param stream  name of the consumer: `init`, `latents-d`, `latents-g` …
 * @returns integer in [0, 2⁵³)
 * @throws GanymedeError `OPTION_INVALID` when the root is not an integer
 */
export function deriveSeed(root: number, stream: string): number {
  const { k0, k1 } = streamKey(root, stream)
  return (k1 >>> 11) * 2 ** 32 + k0
}
