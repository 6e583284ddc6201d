// @ts-check
/** PyTorch files of before 1.6: pickles one after the other, then storages. */
import { readTorchFile, scope } from '../../packages/torch/dist/index.js'
import { dict, hostilePickle, ops, pickle, tensor, text } from '../grammar/pickle.mjs'

/** @param {Uint8Array} object @param {Uint8Array} [keys] */
function legacy(object, keys = ops('](', text('0'), 'e')) {
  const length = Buffer.alloc(8)
  length[0] = 4
  const machine = pickle(ops('}', text('little_endian'), '\x88s'))
  const storage = new Uint8Array(Float32Array.from([1, 2, 3, 4]).buffer)
  const magic = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex')
  return Buffer.concat([magic, pickle(ops('M\xe9\x03')), machine, object, pickle(keys), length, storage])
}

const valid = pickle(dict([['weight', tensor()]]))

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'torch-legacy',
  file: 'a.pth',
  codes: ['FILE_INVALID'],
  samples: async () => [legacy(valid)],
  hostile: (draws) => {
    if (draws.chance(0.8)) return legacy(hostilePickle(draws))
    return legacy(valid, hostilePickle(draws).subarray(2, -1))
  },
  read: (file) => scope(() => void readTorchFile(file)),
}
