import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/data/dataset.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { openPairs } from '../../src/data/pairs/open-pairs.js'
import { temporaryFolder, writeTree, zip } from './fixtures.js'

const root = temporaryFolder()
let made = 0

/** A grey picture without compression: 64 KiB and more, of which the fingerprint covers 16 KiB. */
function pgm(side: number, value: number): Buffer {
  return Buffer.concat([Buffer.from(`P5 ${side} ${side} 255\n`), Buffer.alloc(side * side, value)])
}

const pictures = (folder: string, side: number) =>
  Object.fromEntries([1, 2, 3].map((value) => [`${folder}${value}.pgm`, pgm(side, value)]))
const folder = (files: Readonly<Record<string, Uint8Array>>) => writeTree(path.join(root, `set-${made++}`), files)
const small = { size: 8 }

const openers: Readonly<Record<string, (at: string) => Promise<Dataset>>> = {
  'single images': (at) => openDataset(at, small),
  'two folders': (at) => openPairs(path.join(at, 'A'), { ...small, items: 'pairs', targets: path.join(at, 'B') }),
  'two domains': (at) => openPairs(at, { ...small, items: 'unpaired' }),
  'pairs that are made': (at) => openPairs(path.join(at, 'A'), { ...small, items: 'pairs', making: { kind: 'grey' } }),
}

describe.each(Object.entries(openers))('the content of %s', (_, open) => {
  const both = () => folder({ ...pictures('A/', 256), ...pictures('B/', 256) })
  const digestOf = async (at: string) => {
    const dataset = await open(at)
    const digest = await dataset.contentDigest?.()
    await dataset.close()
    return { digest, fingerprint: dataset.info.fingerprint, times: dataset.info.fileTimes?.fingerprint }
  }

  it('is the same after a touch, and another after a change in the middle that keeps beginning and end', async () => {
    const at = both()
    const file = path.join(at, 'A/2.pgm')
    const before = await digestOf(at)
    expect(before.digest).toMatch(/^[0-9a-f]{64}$/)
    utimesSync(file, 1, 1)
    const touched = await digestOf(at)
    expect(touched).toEqual({ ...before, times: expect.any(String) })
    expect(touched.times).not.toBe(before.times)
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = 7
    writeFileSync(file, bytes)
    const changed = await digestOf(at)
    expect(changed.fingerprint).toBe(before.fingerprint)
    expect(changed.digest).not.toBe(before.digest)
  })
})

it('covers the first, middle and last 64 KiB of files above 1 MiB', async () => {
  const digestOf = async (change: (bytes: Buffer) => void) => {
    const bytes = pgm(1100, 9)
    change(bytes)
    return (await openDataset(folder({ 'a.pgm': bytes }), small)).contentDigest?.()
  }
  const plain = await digestOf(() => {})
  const at = async (place: number) => (await digestOf((bytes) => bytes.writeUInt8(1, place))) === plain
  expect([await at(40_000), await at(605_000), await at(1_210_000 - 40_000)]).toEqual([false, false, false])
  expect(await at(300_000)).toBe(true)
})

it('is not asked for where the fingerprint covers all of the content', async () => {
  writeTree(root, { 'set.zip': zip(pictures('', 256)) })
  const dataset = await openDataset(path.join(root, 'set.zip'), small)
  expect(dataset.info.fileTimes).toBeUndefined()
  await dataset.close()
})
