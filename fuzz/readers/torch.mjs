// @ts-check
/** PyTorch files as torch.save writes them since 1.6: a zip with a pickle and storages. */
import { readTorchFile, scope, stateDictOf } from '../../packages/torch/dist/index.js'
import { dict, hostilePickle, long, ops, pickle, tensor, text } from '../grammar/pickle.mjs'
import { hostileZip, zeros, zip } from '../grammar/zip.mjs'

const storage = new Uint8Array(Float32Array.from([1, 2, 3, 4]).buffer)
const valid = pickle(
  dict([
    ['weight', tensor()],
    ['epoch', ops('K\x03')],
  ]),
)

/** @param {Uint8Array} pickled @param {boolean} [deflate] */
const parts = (pickled, deflate = false) => [
  { name: 'a/data.pkl', data: pickled, deflate },
  { name: 'a/byteorder', data: Buffer.from('little') },
  { name: 'a/data/0', data: storage, deflate },
  { name: 'a/version', data: Buffer.from('3\n') },
]

/** @param {number} count */
const sizes = (count) => ({ count: long(count), shape: [long(count)] })

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'torch',
  file: 'a.pt',
  codes: ['FILE_INVALID'],
  samples: async () => [zip(parts(valid)), zip(parts(valid, true))],
  hostile: (draws) => {
    const choice = draws.int(4)
    if (choice === 0) return hostileZip(draws, parts(valid))
    if (choice > 1) return zip(parts(hostilePickle(draws), draws.chance(0.5)))
    // Storages of zeros that unpack to a multiple of the file.
    const entries = 2 ** draws.int(26)
    const stored = Array.from({ length: draws.large(40) }, (_, i) => ({ name: `a/data/${i}`, ...zeros(4 * entries) }))
    const names = stored.map(
      (_, i) => /** @type {const} */ ([`t${i}`, tensor({ ...sizes(entries), key: text(`${i}`) })]),
    )
    return zip([...parts(pickle(dict(names))).filter(({ name }) => name !== 'a/data/0'), ...stored])
  },
  read: (file) => {
    for (const map of [true, false]) scope(() => void readTorchFile(file, { map, verify: !map }))
    scope(() => void stateDictOf(readTorchFile(file)))
  },
}
