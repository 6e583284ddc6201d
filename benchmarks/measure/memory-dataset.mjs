// @ts-check
/** A data set whose images lie ready in memory, so that a benchmark measures steps and not decoding. */

/**
 * @param {readonly Uint8Array[]} images  `[H, W, C]` each
 * @param {{ width: number, height: number, channels: 1 | 3 }} shape
 * @returns {import('../../packages/ganymede/dist/data/dataset.js').Dataset}
 */
export function memoryDataset(images, { width, height, channels }) {
  return {
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
    read: async (index) => /** @type {Uint8Array} */ (images[index]),
    label: () => null,
    nameOf: (index) => `#${index}`,
    close: async () => {},
  }
}
