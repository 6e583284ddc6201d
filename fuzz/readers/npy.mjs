// @ts-check
/** One numpy array. */
import { readNpy, scope } from '../../packages/torch/dist/index.js'
import { hostileNpy, validNpy } from '../grammar/npy.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'npy',
  file: 'a.npy',
  codes: ['FILE_INVALID'],
  samples: async () => [validNpy()],
  hostile: hostileNpy,
  read: (file) => scope(() => void readNpy(file)),
}
