import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  memory,
  readNpy,
  readSafetensors,
  readTorchFile,
  resetPeakMemory,
  scope,
  TorchError,
  tensor,
  writeNpy,
  writeSafetensors,
  writeTorchFile,
  ZipFile,
  zeros,
} from '../../src/index.js'
import { golden, hasGolden, seededNumbers, temporaryFolder } from './fixtures.js'

const { file, path } = temporaryFolder()
const ROUNDS = 150
// The files are a few kilobytes: what a reader takes must stay in proportion.
const MAX_BYTES = 64 << 20

/** Changes a few bytes, cuts, repeats or inserts: what disks, networks and enemies do. */
function mutate(original: Uint8Array, random: (limit: number) => number): Buffer {
  let bytes = Buffer.from(original)
  for (let change = 0; change <= random(4); change++) {
    const at = random(bytes.byteLength)
    switch (random(6)) {
      case 0:
        bytes[at] = random(256)
        break
      case 1:
        bytes[at]! ^= 1 << random(8)
        break
      case 2:
        bytes.fill([0, 0xff, 0x7f, 0x80][random(4)]!, at, Math.min(bytes.byteLength, at + 1 + random(8)))
        break
      case 3:
        bytes = bytes.subarray(0, Math.max(1, at))
        break
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + random(64)), bytes.subarray(at)])
        break
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.byteLength, at + random(16)))])
        if (bytes.byteLength === 0) bytes = Buffer.from([0])
    }
  }
  return bytes
}

/** Reads mutated files: each must be read, with every element accessible, or refused with FILE_INVALID. */
function survives(original: Uint8Array, seed: number, read: (path: string) => Iterable<unknown>): void {
  const random = seededNumbers(seed)
  const live = memory().live
  let refused = 0
  for (let round = 0; round < ROUNDS; round++) {
    const where = file(mutate(original, random))
    resetPeakMemory()
    const before = memory().bytes
    try {
      scope(() => {
        for (const value of read(where)) touch(value)
      })
    } catch (error) {
      if (!(error instanceof TorchError) || error.code !== 'FILE_INVALID') {
        throw new Error(`round ${round}: ${(error as Error).stack}`, { cause: error })
      }
      refused++
    }
    expect(memory().live).toBe(live)
    expect(memory().peakBytes - before).toBeLessThan(MAX_BYTES)
  }
  expect(refused).toBeGreaterThan(0)
}

function touch(value: unknown): void {
  const bytes = (value as { bytes?: () => Uint8Array } | null)?.bytes
  if (typeof bytes === 'function') bytes.call(value)
  else if (value instanceof Map) for (const inner of value.values()) touch(inner)
  else if (Array.isArray(value)) for (const inner of value) touch(inner)
}

function sample() {
  return new Map([
    [
      'weight',
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['flag', tensor([true, false])],
    ['steps', tensor([5n])],
    ['half', zeros([3], { dtype: 'bfloat16' })],
  ])
}

describe('readers of damaged files', () => {
  test('safetensors', () => {
    scope(() => writeSafetensors(path('f.safetensors'), sample(), { metadata: { a: 'b' } }))
    const original = readFileSync(path('f.safetensors'))
    for (const map of [true, false]) survives(original, 1, (where) => readSafetensors(where, { map }).tensors.values())
  })

  test('PyTorch archives of ours', () => {
    scope(() => writeTorchFile(path('f.pt'), { state_dict: sample(), epoch: 3, names: ['a', 'b'] }))
    const original = readFileSync(path('f.pt'))
    for (const map of [true, false]) survives(original, 2, (where) => [readTorchFile(where, { map })])
  })

  test.skipIf(!hasGolden)('PyTorch files of PyTorch, in both formats', () => {
    survives(readFileSync(golden('checkpoints/state_dict_zip.pt')), 3, (where) => [readTorchFile(where)])
    survives(readFileSync(golden('checkpoints/state_dict_legacy.pth')), 4, (where) => [readTorchFile(where)])
    survives(readFileSync(golden('checkpoints/full_checkpoint_legacy.pth')), 5, (where) => [readTorchFile(where)])
  })

  test('npy', () => {
    scope(() => writeNpy(path('f.npy'), zeros([3, 4])))
    survives(readFileSync(path('f.npy')), 6, (where) => [readNpy(where)])
  })

  test('zip', () => {
    scope(() => writeTorchFile(path('g.pt'), sample()))
    survives(readFileSync(path('g.pt')), 7, (where) => {
      using zip = new ZipFile(where)
      return [...zip.entries.values()].map((entry) => zip.read(entry, { verify: true }))
    })
  })
})
