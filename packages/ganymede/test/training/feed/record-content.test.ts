/** What a run records of its files while it trains, and what a resume says by it. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readRunRecord, writeRunRecord } from '@ganymede/runs/folder'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { exampleRecord } from '../../../../runs/test/folder/run-record-example.js'
import type { Dataset, OpenDatasetOptions } from '../../../src/data/dataset.js'
import { openDataset } from '../../../src/data/open-dataset.js'
import { recordContent } from '../../../src/training/feed/record-content.js'
import { requireSameData } from '../../../src/training/resume-checks.js'
import { recordedRun } from '../fixtures/recorded-run.js'
import { everything, failureOf, smallRun } from '../fixtures/small-run.js'

let out: string
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), 'ganymede-record-'))
})
afterEach(() => rmSync(out, { recursive: true, force: true }))

/** Bitmaps of 24 bits without compression. */
function bmp(side: number, seed: number): Buffer {
  const bytes = Buffer.alloc(54 + side * side * 3, seed)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(0, 6)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(side, 18)
  bytes.writeInt32LE(side, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  bytes.fill(0, 30, 54)
  return bytes
}

const SIDE = 840 // 2 MiB, and rows of whole words

function bitmaps(count = 8): string {
  const folder = temporaryFolder()
  for (let i = 0; i < count; i++) writeFileSync(path.join(folder, `${i}.bmp`), bmp(SIDE, 30 * i))
  return folder
}

describe('a run on files of 2 MiB', () => {
  it('notices pixels that changed at a quarter of one of them', async () => {
    const folder = bitmaps()
    const data = { path: folder }
    const half = await recordedRun(out, { data })
    const file = path.join(folder, '3.bmp')
    const bytes = readFileSync(file)
    bytes.fill(7, bytes.length >> 2, (bytes.length >> 2) + 30_000)
    writeFileSync(file, bytes)
    expect(await failureOf(smallRun(out, { data }, { resume: half.run }))).toMatchObject({
      code: 'DATA_CHANGED',
      message: `files in ${folder} were changed since the run was started`,
    })
  })

  it('leaves the same files, whether it is stopped before they were looked into or not', async () => {
    const data = { path: bitmaps() }
    const whole = await smallRun(out, { data })
    const half = await smallRun(out, { data, train: { steps: 10 } })
    await smallRun(out, { data }, { resume: half.run })
    expect(everything(half.run.dir)).toEqual(everything(whole.run.dir))
  })
})

const small: OpenDatasetOptions = { size: 8 }

function recordOf({ info }: Dataset, contentDigest?: string) {
  const { path: at, name, fingerprint, fileTimes } = info
  return exampleRecord({ data: { path: at, name, fingerprint, fileTimes: fileTimes?.fingerprint, contentDigest } })
}

describe('files with other times than when the run was started', () => {
  const reopened = async (folder: string) => {
    utimesSync(path.join(folder, '0.bmp'), 1, 1)
    return openDataset(folder, small)
  }
  const lastLine = (error: { readonly lines: readonly string[] }) => error.lines.at(-1)

  it('are said to be not compared further inside where nothing was recorded, or one cannot be read now', async () => {
    const folder = bitmaps(2)
    const before = await openDataset(folder, small)
    const now = await reopened(folder)
    const unrecorded = await failureOf(requireSameData(recordOf(before), now, { hasLabels: false }))
    expect(unrecorded.message).toBe(`files in ${folder} have other times than when the run was started`)
    expect(lastLine(unrecorded)).toContain('the run has no record of what lay further inside')

    const found = await before.contentDigest?.()
    expect(found?.digest).toBeNull() // listed with the time before
    const recorded = recordOf(before, (await now.contentDigest?.())?.digest ?? '')
    rmSync(path.join(folder, '1.bmp'))
    const error = await failureOf(requireSameData(recorded, now, { hasLabels: false }))
    expect([error.code, error.message]).toEqual(['DATA_CHANGED', unrecorded.message])
    expect(lastLine(error)).toMatch(/what lies further inside was not compared: 1\.bmp: ENOENT/)
  })

  it('are compared in blocks where they are more than 1 GiB, and the note says so', async () => {
    const folder = temporaryFolder()
    const side = 11_000
    const head = Buffer.from(`P5 ${side} ${side} 255\n`)
    for (let i = 0; i < 9; i++) {
      const file = path.join(folder, `${i}.pgm`)
      writeFileSync(file, head)
      truncateSync(file, head.length + side * side)
    }
    const before = await openDataset(folder, small)
    const recorded = recordOf(before, (await before.contentDigest?.())?.digest ?? '')
    utimesSync(path.join(folder, '0.pgm'), 1, 1)
    const { notes } = await requireSameData(recorded, await openDataset(folder, small), { hasLabels: false })
    expect(notes).toEqual([
      `files in ${folder} have other times than when the run was started; they are more than 1 GiB, and only 64 KiB at the beginning, middle and end of each were compared: these are the same`,
    ])
  })
})

describe('looking into the files of a run', () => {
  it('lets the event loop turn, and ends at the signal without a record', async () => {
    const dataset = await openDataset(bitmaps(), small)
    const controller = new AbortController()
    let turns = 0
    const turn = () => {
      turns += 1
      if (turns === 3) controller.abort()
      else setImmediate(turn)
    }
    setImmediate(turn)
    const records: string[] = []
    await recordContent(dataset, controller.signal, (digest) => records.push(digest))
    expect([turns, records]).toEqual([3, []])
  })

  it('is no error of the run where a file cannot be read any more', async () => {
    const folder = bitmaps(2)
    const dataset = await openDataset(folder, small)
    rmSync(path.join(folder, '1.bmp'))
    const records: string[] = []
    await recordContent(dataset, new AbortController().signal, (digest) => records.push(digest))
    expect(records).toEqual([])
  })

  it('is done for a run that goes on and has no record', async () => {
    const data = { path: bitmaps() }
    const { run } = await recordedRun(out, { data })
    const record = readRunRecord(run.record)
    const { contentDigest, ...others } = record.data
    writeRunRecord(run.record, { ...record, data: others })
    await recordedRun(out, { data }, run)
    expect(readRunRecord(run.record).data.contentDigest).toBe(contentDigest)
  })
})
