/** ONNX files that are built to harm their reader: by hand, against the rules of protocol buffers and of ONNX. */
import type { HostileFile } from '../../../torch/test/files/hostile-run.js'
import { type Field, message, model, varint } from './onnx-bytes.js'

const repeated = (unit: Uint8Array, count: number): Buffer => Buffer.alloc(unit.byteLength * count, unit)

/** A model with some bytes more, which are fields of its own or of its graph. */
const withFields = (bytes: Uint8Array): Buffer => Buffer.concat([model(), bytes])
const withGraphFields = (bytes: Uint8Array): Buffer => Buffer.concat([model(), message([7, bytes])])

/** Fields with texts of six digits in them, all different. */
function numbered(field: (text: string) => Field, count: number): Buffer {
  const unit = message(field('000000'))
  const at = unit.indexOf('000000')
  const out = repeated(unit, count)
  for (let i = 0; i < count; i++) out.write(`${i}`.padStart(6, '0'), i * unit.byteLength + at, 'latin1')
  return out
}

const tooMany =
  /holds or unfolds to more than \d+ values, (more than its length allows|the most that any file may have)/
const unknownKind = /has a field of the unknown kind [346]/
const mib = 1 << 20

const group = (count: number) =>
  Buffer.concat([repeated(Buffer.from([0x5b]), count), repeated(Buffer.from([0x5c]), count)])

export const hostileOnnxFiles: readonly HostileFile[] = [
  { name: 'groups in groups, 1 KiB', bytes: () => Buffer.concat([message([1, 8]), group(512)]), refusal: unknownKind },
  { name: 'groups in groups of a graph, 1 KiB', bytes: () => withGraphFields(group(512)), refusal: unknownKind },
  {
    name: 'groups in groups of a tensor, 1 KiB',
    bytes: () => withGraphFields(message([5, group(512)])),
    refusal: unknownKind,
  },
  {
    name: 'a million nodes',
    bytes: () => withGraphFields(repeated(message([1, [[4, 'Relu']]]), mib)),
    refusal: null,
  },
  {
    name: 'six million empty nodes',
    bytes: () => withGraphFields(repeated(message([1, []]), 6 * mib)),
    refusal: tooMany,
  },
  {
    name: 'a million operators that differ',
    bytes: () => withGraphFields(numbered((text) => [1, [[4, text]]], 999_999)),
    refusal: tooMany,
  },
  { name: 'two million producers', bytes: () => withFields(repeated(message([2, 'a']), 2 * mib)), refusal: null },
  {
    name: 'a million operator sets',
    bytes: () => withFields(numbered((text) => [8, [[1, text]]], 999_999)),
    refusal: tooMany,
  },
  {
    name: 'three million operator sets without a domain',
    bytes: () => withFields(repeated(message([8, [[2, 1]]]), 3 * mib)),
    refusal: tooMany,
  },
  {
    name: 'a million tensors',
    bytes: () =>
      withGraphFields(
        numbered(
          (text) => [
            5,
            [
              [2, 1],
              [8, text],
            ],
          ],
          999_999,
        ),
      ),
    refusal: tooMany,
  },
  {
    name: 'a million inputs',
    bytes: () => withGraphFields(numbered((text) => [11, [[1, text]]], 999_999)),
    refusal: tooMany,
  },
  {
    name: 'a tensor of ten million dimensions',
    bytes: () =>
      withGraphFields(
        message([
          5,
          [
            [1, Buffer.alloc(10_000_000, 1)],
            [2, 1],
            [8, 'w'],
          ],
        ]),
      ),
    refusal: /more than 64 dimensions/,
  },
  {
    name: 'a tensor in a million stretches',
    bytes: () => withGraphFields(message([5, repeated(message([9, Buffer.alloc(0)]), mib)])),
    refusal: /more than 1024 stretches/,
  },
  {
    name: 'names of 4,096 characters by the ten thousand',
    bytes: () =>
      withGraphFields(
        repeated(
          message([
            5,
            [
              [2, 1],
              [8, 'n'.repeat(4096)],
            ],
          ]),
          10_000,
        ),
      ),
    refusal: tooMany,
  },
  {
    name: 'sixteen million integers of a byte each',
    bytes: () => {
      const count = 16 * mib
      return withGraphFields(
        message([
          5,
          [
            [1, count],
            [2, 6],
            [8, 'w'],
            [5, Buffer.alloc(count, 7)],
          ],
        ]),
      )
    },
    refusal: null,
  },
  {
    name: 'a graph of numbers without end',
    bytes: () =>
      withGraphFields(repeated(Buffer.concat([varint(8), repeated(Buffer.from([0x80]), 9), varint(1)]), mib)),
    refusal: null,
  },
]
