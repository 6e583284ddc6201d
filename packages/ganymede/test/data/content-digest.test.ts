import { closeSync, openSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentDigestOf } from '../../src/data/content-digest.js'
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
    const found = await dataset.contentDigest?.()
    await dataset.close()
    return { digest: found?.digest, fingerprint: dataset.info.fingerprint, times: dataset.info.fileTimes?.fingerprint }
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

/** Files without blocks on the disk where nothing was written. */
function sparse(sizes: readonly number[]) {
  const at = folder({ '0.pgm': Buffer.alloc(0) })
  const files = sizes.map((size, i) => {
    const file = path.join(at, `${i}.pgm`)
    writeFileSync(file, '')
    truncateSync(file, size)
    utimesSync(file, 1, 1)
    return { at: i, name: `${i}.pgm`, sizeBytes: size, changedMs: 1000 }
  })
  const fileAt = (i: number) => path.join(at, `${i}.pgm`)
  const change = (i: number, place: number, mtime = 1) => {
    const file = openSync(fileAt(i), 'r+')
    writeSync(file, Buffer.from([7]), 0, 1, place)
    closeSync(file)
    utimesSync(fileAt(i), mtime, mtime)
  }
  const digest = (signal?: AbortSignal) =>
    contentDigestOf({ parallel: 4, withInput: (i, work) => work(fileAt(i)) }, files, signal)
  return { fileAt, change, digest }
}

const MIB = 2 ** 20

it('covers every byte of files that are 1 GiB at most together, however large one is', async () => {
  const { change, digest } = sparse([2 * MIB, 5 * MIB])
  const found = new Set<unknown>()
  const places = [40_000, 500_000, MIB, 1_300_000, 2 * MIB - 40_000]
  for (const place of places) {
    const now = await digest()
    expect(now).toMatchObject({ isWhole: true })
    found.add(now.digest)
    change(0, place)
  }
  expect(found.size).toBe(places.length)
})

it('covers the first, middle and last 64 KiB of each of files that are more than 1 GiB, and says so', async () => {
  const { change, digest } = sparse([2 * MIB, 1023 * MIB])
  const before = await digest()
  expect(before).toEqual({ digest: expect.any(String), isWhole: false })
  change(0, 500_000)
  expect(await digest()).toEqual(before)
  for (const place of [40_000, MIB, 2 * MIB - 40_000]) {
    const last = await digest()
    change(0, place)
    expect(await digest()).not.toEqual(last)
  }
})

it('says why it is not taken: too much, a file that was changed since it was listed, one that is gone', async () => {
  const many = Array.from({ length: 5600 }, (_, at) => ({ at, name: `${at}`, sizeBytes: 2 ** 18, changedMs: 1 }))
  const none = { parallel: 4, withInput: () => expect.fail('nothing is to be read') }
  expect(await contentDigestOf(none, many)).toEqual({
    digest: null,
    reason: expect.stringContaining('too many and too large'),
  })

  const files = sparse([2 * MIB, 3 * MIB])
  files.change(1, 100, 2)
  expect(await files.digest()).toEqual({ digest: null, reason: '1.pgm: it was changed since it was listed' })
  truncateSync(files.fileAt(1), MIB)
  expect(await files.digest()).toEqual({ digest: null, reason: '1.pgm: it is shorter than when it was listed' })
  rmSync(files.fileAt(1))
  expect(await files.digest()).toEqual({ digest: null, reason: expect.stringMatching(/^1\.pgm: ENOENT/) })
})

it('stops in the middle of a file at the signal', async () => {
  const { digest } = sparse([900 * MIB])
  const controller = new AbortController()
  setTimeout(() => controller.abort(new Error('enough')), 20)
  await expect(digest(controller.signal)).rejects.toThrow('enough')
})

it('is not asked for where the fingerprint covers all of the content', async () => {
  writeTree(root, { 'set.zip': zip(pictures('', 256)) })
  const dataset = await openDataset(path.join(root, 'set.zip'), small)
  expect(dataset.info.fileTimes).toBeUndefined()
  await dataset.close()
})
