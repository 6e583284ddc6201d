/** Writes ONNX files field by field, for tests: small good ones and broken ones. */

export type Field = readonly [number: number, value: number | bigint | string | Uint8Array | readonly Field[]]

/** A message of protocol buffers. */
export function message(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number' || typeof value === 'bigint')
        return Buffer.concat([varint(number * 8), varint(value)])
      const bytes =
        typeof value === 'string'
          ? Buffer.from(value)
          : value instanceof Uint8Array
            ? Buffer.from(value)
            : message(...(value as readonly Field[]))
      return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])
    }),
  )
}

export function varint(value: number | bigint): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest === 0n ? low : low | 0x80)
  } while (rest !== 0n)
  return Buffer.from(bytes)
}

export function floats(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer)
}

/** A weight [2, 3] of float32 with raw data. */
export const weight: Field = [
  5,
  [
    [1, 2],
    [1, 3],
    [2, 1],
    [8, 'fc.weight'],
    [9, floats(1, -2, 3, 4, 5, Number.NaN)],
  ],
]

/** One Gemm: input `z` [N, 2], output `image` [N, 3]; `entries` are added to the graph. */
export function model(...entries: readonly Field[]): Buffer {
  const tensorType = (...sizes: readonly Field[]): Field => [
    2,
    [
      [
        1,
        [
          [1, 1],
          [2, sizes],
        ],
      ],
    ],
  ]
  return message(
    [1, 8],
    [2, 'a test'],
    [8, [[2, 17]]],
    [
      7,
      [
        [
          1,
          [
            [1, 'z'],
            [1, 'fc.weight'],
            [2, 'image'],
            [4, 'Gemm'],
          ],
        ],
        [2, 'generator'],
        [11, [[1, 'z'], tensorType([1, [[2, 'N']]], [1, [[1, 2]]])]],
        [12, [[1, 'image'], tensorType([1, [[2, 'N']]], [1, [[1, 3]]])]],
        ...entries,
      ],
    ],
  )
}
