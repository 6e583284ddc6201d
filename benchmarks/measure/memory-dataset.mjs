// @ts-check
/** A data set whose images lie ready in memory, so that a benchmark measures steps and not decoding. */

/**
 * @param {readonly Uint8Array[]} images  `[H, W, C]` each
 * @param {{ width: number, height: number, channels: 1 | 3 }} shape
 * @param {{ items: 'pairs' | 'unpaired', images: readonly Uint8Array[] }} [second]  of data of two domains: as many
 * @returns {import('../../packages/ganymede/dist/data/dataset.js').Dataset}
 */
export function memoryDataset(images, { width, height, channels }, second) {
  const image = (/** @type {number} */ index) => /** @type {Uint8Array} */ (images[index])
  const targets = second && {
    items: second.items,
    channels,
    read: (/** @type {number} */ index) => both(index),
    draw: (/** @type {{ index: number }} */ { index }) => both(index),
    nameOf: (/** @type {number} */ index) => `#${index}`,
  }
  const both = async (/** @type {number} */ index) => {
    return { image: image(index), target: /** @type {Uint8Array} */ (second?.images[index]) }
  }
  return {
    ...(targets && { targets }),
    info: {
      kind: 'folder',
      path: 'memory',
      name: 'memory',
      count: images.length,
      channels,
      classes: null,
      sizes: { min: [width, height], max: [width, height] },
      fingerprint: 'memory',
      notes: [],
    },
    transform: { width, height, channels, fit: 'cover', background: 'white', flip: false },
    skipped: [],
    read: async (index) => image(index),
    readNow: image,
    label: () => null,
    nameOf: (index) => `#${index}`,
    close: async () => {},
  }
}
