// @ts-check
/** Multiply-adds of translation networks, layer by layer, for the limit that a step is held against. */

/** A kernel of 4 with stride 2, or its transpose. @param {number} side  the smaller of both @param {number} from @param {number} to */
export const strided = (side, from, to) => side ** 2 * from * to * 16

/** The PatchGAN of three strided and two plain layers. @param {number} size @param {number} channels @param {number} width */
export function patchLayers(size, channels, width) {
  const plain = (/** @type {number} */ side, /** @type {number} */ from, /** @type {number} */ to) =>
    side ** 2 * from * to * 16
  return [
    strided(size / 2, channels, width),
    strided(size / 4, width, 2 * width),
    strided(size / 8, 2 * width, 4 * width),
    plain(size / 8 - 1, 4 * width, 8 * width),
    plain(size / 8 - 2, 8 * width, 1),
  ]
}

/** @param {readonly number[]} layers */
export const sum = (layers) => layers.reduce((total, macs) => total + macs, 0)

/** Forward, gradients of weights and of all inputs but the images. @param {readonly number[]} layers */
export const learningMacs = (layers) => 3 * sum(layers) - (layers[0] ?? 0)
