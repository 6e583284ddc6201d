// @ts-check
/** safetensors, read whole: every tensor, mapped and copied. */
import { readSafetensors, scope } from '../../packages/torch/dist/index.js'
import { hostileSafetensors, validSafetensors } from '../grammar/safetensors.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'safetensors',
  file: 'a.safetensors',
  codes: ['FILE_INVALID'],
  samples: async () => [validSafetensors()],
  hostile: hostileSafetensors,
  read: (file) => {
    for (const map of [true, false]) scope(() => void readSafetensors(file, { map }))
  },
}
