// @ts-check
/** TorchScript files, listed without running them. */
import { readScriptFile, scope } from '../../packages/torch/dist/index.js'
import { hostilePickle, ops, pickle, tensor, text } from '../grammar/pickle.mjs'
import { hostileZip, zip } from '../grammar/zip.mjs'

const code = 'class M(Module):\n  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n    return x\n'

/** An instance of the module's class with attributes. @param {...(string | Uint8Array)} items */
const instance = (...items) => ops('c__torch__\nM\n)\x81}(', ...items, 'ub')
const valid = pickle(instance(text('weight'), tensor(), text('training'), '\x88'))

/** @param {Uint8Array} pickled @param {string} source @param {boolean} [deflate] */
const parts = (pickled, source, deflate = false) => [
  { name: 'm/data.pkl', data: pickled, deflate },
  { name: 'm/code/__torch__.py', data: Buffer.from(source), deflate },
  { name: 'm/data/0', data: new Uint8Array(Float32Array.from([1, 2, 3, 4]).buffer) },
  { name: 'm/constants.pkl', data: pickle(ops(')')) },
  { name: 'm/version', data: Buffer.from('3\n') },
]

/** Lines that look like the beginning of what the listing looks for. @param {import('../draws.mjs').Draws} draws */
function hostileCode(draws) {
  const line = draws.pick([
    'def a(',
    'def a(\n',
    'class A',
    '  def a(self',
    'def a() -> ',
    'def a(x) -> y',
    '  def a(x):\n',
    ' ',
    'class A:\n',
    'def a(x: int) ->',
  ])
  return (line + draws.pick(['', '\n', ' \n'])).repeat(draws.large(2_000_000))
}

/** Attributes within attributes, each level used twice by the next. @param {number} levels */
function sharedAttributes(levels) {
  const chain = [ops(instance(text('a'), '\x88'), 'q\x00')]
  for (let level = 1; level <= levels; level++) {
    const [put, get] = [Buffer.alloc(5, 'r'), Buffer.alloc(5, 'j')]
    put.writeUInt32LE(level, 1)
    get.writeUInt32LE(level - 1, 1)
    chain.push(ops('0', instance(text('a'), get, text('b'), get), put))
  }
  return pickle(ops(...chain))
}

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'torchscript',
  file: 'a.pt',
  codes: ['FILE_INVALID'],
  samples: async () => [zip(parts(valid, code)), zip(parts(valid, code, true))],
  hostile: (draws) => {
    switch (draws.int(4)) {
      case 0:
        return hostileZip(draws, parts(valid, code))
      case 1:
        return zip(parts(valid, hostileCode(draws), draws.chance(0.5)))
      case 2:
        return zip(parts(sharedAttributes(draws.large(500)), code))
      default:
        return zip(parts(hostilePickle(draws), code, draws.chance(0.5)))
    }
  },
  read: (file) => scope(() => void readScriptFile(file)),
}
