// @ts-check
/** numpy arrays in a zip. */
import { readNpz, scope } from '../../packages/torch/dist/index.js'
import { hostileNpy, validNpy } from '../grammar/npy.mjs'
import { hostileZip, zip } from '../grammar/zip.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'npz',
  file: 'a.npz',
  codes: ['FILE_INVALID'],
  samples: async () => [
    zip([{ name: 'a.npy', data: validNpy() }]),
    zip([{ name: 'a.npy', data: validNpy(), deflate: true }]),
  ],
  hostile: (draws) => {
    const name = 'a.npy'
    if (draws.chance(0.5)) return hostileZip(draws, [{ name, data: validNpy() }])
    return zip([{ name, data: hostileNpy(draws), deflate: draws.chance(0.5) }])
  },
  read: (file) => scope(() => void readNpz(file)),
}
