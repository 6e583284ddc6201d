// @ts-check
/** Protocol buffers and ONNX's messages in them (field numbers of onnx.proto3). */

/** @typedef {import('../draws.mjs').Draws} Draws */

/** @param {number | bigint} value */
export function varint(value) {
  const bytes = []
  for (let rest = BigInt(value); ; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0))
    if (rest <= 127n) return Buffer.from(bytes)
  }
}

/** @param {number} number @param {Uint8Array | string} content @param {number} [length] */
export function message(number, content, length) {
  const bytes = Buffer.from(content)
  return Buffer.concat([varint((number << 3) | 2), varint(length ?? bytes.length), bytes])
}

/** @param {number} number @param {number | bigint} value */
export const integer = (number, value) => Buffer.concat([varint(number << 3), varint(value)])

const node = (operator = 'Relu') => message(1, Buffer.concat([message(1, 'x'), message(2, 'y'), message(4, operator)]))
const initializer = (name = 'w', dims = [2], raw = Buffer.alloc(8)) =>
  message(5, Buffer.concat([...dims.map((size) => integer(1, size)), integer(2, 1), message(8, name), message(9, raw)]))
const input = message(
  11,
  Buffer.concat([
    message(1, 'x'),
    message(2, message(1, Buffer.concat([integer(1, 1), message(2, message(1, integer(1, 2)))]))),
  ]),
)
const opset = (domain = '', version = 17) => message(8, Buffer.concat([message(1, domain), integer(2, version)]))

/** @param {readonly Uint8Array[]} graph @param {readonly Uint8Array[]} [more] */
const model = (graph, more = [opset()]) =>
  Buffer.concat([integer(1, 8), message(2, 'fuzz'), message(7, Buffer.concat([message(2, 'g'), ...graph])), ...more])

export const validOnnx = () => model([node(), initializer(), input])

/** @param {Draws} draws @returns {Buffer} */
export function hostileOnnx(draws) {
  const flood = (/** @type {Uint8Array} */ part, /** @type {number} */ limit) =>
    Buffer.concat(Array.from({ length: draws.large(limit) }, () => part))
  switch (draws.int(9)) {
    case 0: {
      // Groups begin and end with tags of their own; nobody writes them since 2008.
      const depth = draws.large(1_000_000)
      const groups = Buffer.concat([
        Buffer.alloc(depth, 0x0b),
        draws.chance(0.5) ? Buffer.alloc(depth, 0x0c) : Buffer.alloc(0),
      ])
      return draws.chance(0.5) ? groups : model([node(), groups])
    }
    case 1:
      return model([flood(node(draws.pick(['Relu', '', 'x'.repeat(200)])), 500_000)])
    case 2:
      return model(
        [node()],
        [opset(), flood(message(draws.pick([2, 3]), draws.pick(['', 'a', 'producer'])), 1_000_000)],
      )
    case 3:
      return model(
        [node()],
        [
          flood(opset(draws.pick(['', 'a']), 3), 500_000),
          ...Array.from({ length: draws.large(50_000) }, (_, i) => opset(`d${i}`)),
        ],
      )
    case 4:
      return model([flood(initializer('w', [0], Buffer.alloc(0)), 200_000)])
    case 5: {
      const dims = Array.from({ length: draws.large(100) }, () => draws.pick([0, 1, 2, 2 ** 31, 2 ** 40]))
      return model([initializer('w'.repeat(draws.large(1 << 20)), dims, draws.bytes(draws.large(64)))])
    }
    case 6:
      return model([flood(integer(draws.pick([1, 3, 99]), draws.lie(32)), 1_000_000)])
    case 7: {
      let nested = Buffer.from(node())
      for (let level = draws.large(2000); level > 0; level--) nested = message(draws.pick([1, 5, 7, 11]), nested)
      return model([nested])
    }
    default:
      return Buffer.concat([
        integer(1, 8),
        message(7, validOnnx(), draws.lie(32)),
        message(20, Buffer.alloc(draws.large(1 << 20))),
      ])
  }
}
