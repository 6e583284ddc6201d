// @ts-check
/** TensorBoard event files, cut back where a run resumes. */
import { dirname } from 'node:path'
import { cutEventFiles } from '../../packages/runs/dist/logs/event-files.js'
import { integer, message } from '../grammar/protobuf.mjs'

/** A record: length, payload, and room for the two checksums. @param {Uint8Array} payload @param {number | bigint} [length] */
function record(payload, length = payload.length) {
  const bytes = Buffer.alloc(payload.length + 16)
  bytes.writeBigUInt64LE(BigInt(length))
  bytes.set(payload, 12)
  return bytes
}

/** @param {number} step @param {string} tag */
const scalar = (step, tag) =>
  Buffer.concat([
    integer(2, step),
    message(5, message(1, Buffer.concat([message(1, tag), Buffer.from([0x15, 0, 0, 0, 63])]))),
  ])

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'event-file',
  file: 'events.out.tfevents.0000000001.host.1',
  codes: [],
  samples: async () => [Buffer.concat([message(3, 'brain.Event:2'), scalar(1, 'd/total')].map((one) => record(one)))],
  hostile: (draws) => {
    const tags = () =>
      Buffer.concat(Array.from({ length: draws.large(200_000) }, () => message(1, draws.pick(['', 'd/total']))))
    const payload = () => {
      switch (draws.int(5)) {
        case 0:
          return Buffer.concat([integer(2, 1), message(5, message(1, tags()))])
        case 1:
          return Buffer.concat([integer(2, 1), message(5, tags())])
        case 2:
          return Buffer.alloc(draws.large(1 << 22), draws.pick([0, 8, 10, 0x80, 0xff]))
        case 3:
          return message(5, scalar(1, 'x'), draws.lie(32))
        default:
          return scalar(draws.lie(32), 'x'.repeat(draws.large(1 << 20)))
      }
    }
    const one = record(payload(), draws.chance(0.2) ? BigInt(draws.lie(32)) << BigInt(draws.int(33)) : undefined)
    const small = draws.pick([record(Buffer.alloc(0)), record(scalar(1, 'd/total'))])
    return Buffer.concat([...Array.from({ length: draws.int(2) * draws.large(100_000) }, () => small), one])
  },
  read: (file) => cutEventFiles(dirname(file), ({ step, tags }) => step > 5 || (step === 5 && tags.includes('x'))),
}
