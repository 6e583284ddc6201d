import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'
import { withFault } from '../../../../test/setup/fault-injection.mjs'
import { findCheckpoint } from '../../src/checkpoints/checkpoint-reader.js'
import { CheckpointStore } from '../../src/checkpoints/checkpoint-store.js'
import { systemFileOps } from '../../src/files/file-ops.js'
import { loaded, savedStore, state } from './checkpoint-state.js'

test('saves a checkpoint with a manifest and points to it', async () => {
  const { dir, store } = await savedStore([100])
  expect(fs.readdirSync(dir).sort()).toEqual(['latest', 'step-000100'])
  expect(fs.readdirSync(path.join(dir, 'step-000100')).sort()).toEqual([
    'manifest.json',
    'state.json',
    'weights.safetensors',
  ])
  expect(store.find()).toMatchObject({ step: 100, isLatest: true, isBest: false, notes: [] })
})

test('keeps the last ones and the best', async () => {
  const { dir, store } = await savedStore([])
  for (const step of [1, 2, 3, 4, 5, 6]) {
    await store.save(step, state(`at ${step}`), step === 2 ? { best: { metric: 'fid', value: 40.5 } } : {})
  }
  expect(store.list().map(({ step, isBest }) => [step, isBest])).toEqual([
    [2, true],
    [4, false],
    [5, false],
    [6, false],
  ])
  expect(store.find('best').step).toBe(2)
  await store.save(7, state('at 7'), { best: { metric: 'fid', value: 30 } })
  expect(store.list().map(({ step }) => step)).toEqual([5, 6, 7])
  expect(fs.readdirSync(dir).sort()).toEqual(['best', 'latest', 'step-000005', 'step-000006', 'step-000007'])
})

test('saves the same step again', async () => {
  const { dir, store } = await savedStore([100])
  await store.save(100, state('again'))
  expect(loaded(dir)).toBe('again')
  expect(fs.readdirSync(dir).sort()).toEqual(['latest', 'step-000100'])
})

test('does not touch later checkpoints when a run went back to an older one', async () => {
  const { store } = await savedStore([100, 200, 300], 3)
  await store.save(110, state('other way'), {})
  expect(store.list().map(({ step }) => step)).toEqual([100, 110, 200, 300])
  expect(store.find().step).toBe(110)
})

test('keeps the state of a failed training apart from what is resumed', async () => {
  const { store } = await savedStore([100])
  await store.save(104, state('NaN'), { isFailed: true })
  expect(store.find().step).toBe(100)
  expect(store.find(104)).toMatchObject({ name: 'step-000104-failed', isFailed: true })
})

test('says which checkpoints there are when the one asked for is missing', async () => {
  const { dir, store } = await savedStore([100])
  expect(() => store.find(50)).toThrow(
    expect.objectContaining({ code: 'CHECKPOINT_MISSING', lines: ['it has: step-000100'] }),
  )
  expect(() => store.find('best')).toThrow(expect.objectContaining({ code: 'CHECKPOINT_MISSING' }))
  expect(() => findCheckpoint(path.join(dir, 'nowhere'))).toThrow(/has no checkpoint/)
})

describe('the preferred checkpoint', () => {
  const weights = (folder: string) => fs.writeFileSync(path.join(folder, 'weights.safetensors'), 'weights')

  const best = { metric: 'fid', value: 3 }

  test('is the best where the latest was measured and is worse', async () => {
    const { dir, store } = await savedStore([100])
    expect(findCheckpoint(dir, 'preferred').step).toBe(100)
    await store.save(200, weights, { best, isMeasured: true })
    expect(findCheckpoint(dir, 'preferred').step).toBe(200)
    await store.save(300, weights, { isMeasured: true })
    expect(findCheckpoint(dir, 'preferred')).toMatchObject({ step: 200, notes: [] })
  })

  test('is the latest where nobody measured it, as after a stop between two measures', async () => {
    const { dir, store } = await savedStore([])
    await store.save(200, weights, { best, isMeasured: true })
    await store.save(300, weights)
    expect(findCheckpoint(dir, 'preferred').step).toBe(300)
  })

  test('is the latest where only patches of pixels were measured', async () => {
    const { dir, store } = await savedStore([])
    await store.save(200, weights, { best: { metric: 'swd', value: 3 }, isMeasured: true })
    await store.save(300, weights, { isMeasured: true })
    expect(findCheckpoint(dir, 'preferred').step).toBe(300)
  })

  test('is the latest where the best is damaged, and says so', async () => {
    const { dir, store } = await savedStore([])
    await store.save(200, weights, { best, isMeasured: true })
    await store.save(300, weights, { isMeasured: true })
    flipByte(path.join(dir, 'step-000200', 'weights.safetensors'))
    const { step, notes } = findCheckpoint(dir, 'preferred')
    expect(step).toBe(300)
    expect(notes).toEqual([expect.stringContaining('step-000200, the best, is passed over')])
  })
})

const damages: readonly [string, (folder: string) => void][] = [
  ['truncated', (folder) => fs.truncateSync(path.join(folder, 'weights.safetensors'), 10)],
  ['damaged', (folder) => flipByte(path.join(folder, 'weights.safetensors'))],
  ['missing', (folder) => fs.rmSync(path.join(folder, 'state.json'))],
  ['longer', (folder) => fs.appendFileSync(path.join(folder, 'state.json'), ' ')],
  ['manifest.json is not JSON', (folder) => fs.writeFileSync(path.join(folder, 'manifest.json'), '{')],
  [
    'does not describe a checkpoint',
    (folder) =>
      fs.writeFileSync(
        path.join(folder, 'manifest.json'),
        '{"format":1,"step":200,"files":[{"name":"../../secret","bytes":1,"crc32":"00000000"}]}',
      ),
  ],
]

test.each(damages)('names the file that is %s, and falls back to the one before', async (what, damage) => {
  const { dir, store } = await savedStore([100, 200])
  damage(path.join(dir, 'step-000200'))
  expect(() => store.find(200)).toThrow(
    expect.objectContaining({ code: 'CHECKPOINT_CORRUPT', message: expect.stringContaining(what) }),
  )
  const found = store.find()
  expect(found.step).toBe(100)
  expect(found.notes).toEqual([expect.stringContaining('step-000200 is passed over')])
  damage(path.join(dir, 'step-000100'))
  expect(() => store.find()).toThrow(expect.objectContaining({ code: 'CHECKPOINT_CORRUPT' }))
})

test.each(['', '{"step":1,"folder":"../../elsewhere"}', '{"step":900,"folder":"step-000900"}'])(
  'does without a pointer that holds %j',
  async (content) => {
    const { dir, store } = await savedStore([100, 200])
    fs.writeFileSync(path.join(dir, 'latest'), content)
    expect(store.find().step).toBe(200)
  },
)

test('refuses folders inside a checkpoint', async () => {
  const { dir, store } = await savedStore([100])
  const save = store.save(200, (folder) => fs.mkdirSync(path.join(folder, 'inner')))
  await expect(save).rejects.toThrow(/inner/)
  expect(fs.readdirSync(dir).sort()).toEqual(['latest', 'step-000100'])
})

test('frees the space again when the disk is full, and keeps what was there', async () => {
  const { dir } = await savedStore([100])
  const store = new CheckpointStore(dir, { ops: withFault(systemFileOps, { kind: 'ENOSPC', at: 4, lasting: true }) })
  await expect(store.save(200, state('at 200'))).rejects.toThrow(
    expect.objectContaining({ code: 'DISK_FULL', message: expect.stringContaining('step-000200') }),
  )
  expect(fs.readdirSync(dir).sort()).toEqual(['latest', 'step-000100'])
  expect(loaded(dir)).toBe('at 100')
})

function flipByte(file: string): void {
  const bytes = fs.readFileSync(file)
  bytes[bytes.byteLength >> 1] = (bytes[bytes.byteLength >> 1] ?? 0) ^ 1
  fs.writeFileSync(file, bytes)
}
