import fs from 'node:fs'
import path from 'node:path'
import { TensorBoardLog } from '@ganymede/runs/logs'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { readEvents, recordsOf } from '../../../runs/test/logs/read-events.js'
import { smallRun } from './fixtures/small-run.js'

function logged(folder: string, steps: readonly number[], options: { resumeFrom?: number } = {}): string {
  const log = new TensorBoardLog(folder, options)
  for (const step of steps) log.scalars(step, { loss: step / 4 })
  log.close()
  return log.path
}

describe('event files of a run that resumes', () => {
  it('lose what comes again, so that all files in their order hold each record once', () => {
    const folder = temporaryFolder()
    const first = logged(folder, [1, 2, 3, 4])
    // A kill in the middle of a write.
    fs.appendFileSync(first, Buffer.from([24, 0, 0]))
    logged(folder, [3, 4, 5, 6], { resumeFrom: 2 })
    logged(folder, [6, 7], { resumeFrom: 5 })
    expect(recordsOf(folder)).toEqual([1, 2, 3, 4, 5, 6, 7].map((step) => `${step}: loss=${step / 4}`))
  })

  it('go when nothing of them is left, and the next one still tells a TensorBoard that has read them', () => {
    const folder = temporaryFolder()
    logged(folder, [8, 9])
    const next = logged(folder, [3], { resumeFrom: 2 })
    expect(fs.readdirSync(folder)).toEqual([path.basename(next)])
    expect(readEvents(next)[1]).toMatchObject({ step: 3, sessionLog: { status: 'START' } })
  })

  it('are whole where nothing comes again, whatever lies beside them', () => {
    const folder = temporaryFolder()
    fs.mkdirSync(path.join(folder, 'events.out.tfevents.0000000001.folder.1'))
    const outside = path.join(temporaryFolder(), 'outside')
    fs.writeFileSync(outside, 'not ours')
    fs.symlinkSync(outside, path.join(folder, 'events.out.tfevents.0000000002.link.1'))
    const first = logged(folder, [1, 2])
    const before = fs.readFileSync(first)
    logged(folder, [3], { resumeFrom: 2 })
    expect(fs.readFileSync(first)).toEqual(before)
    expect(fs.readFileSync(outside, 'utf8')).toBe('not ours')
  })

  it('are cut right, whatever length a record of them claims', () => {
    const folder = temporaryFolder()
    const first = logged(folder, [1, 2])
    const size = fs.statSync(first).size
    // Eight bytes of length and their sum; what lies behind is a hole in the file.
    const header = Buffer.alloc(12)
    const length = 3 * 2 ** 30
    header.writeBigUInt64LE(BigInt(length))
    fs.appendFileSync(first, header)
    fs.truncateSync(first, size + 16 + length)
    logged(folder, [3], { resumeFrom: 2 })
    expect(fs.statSync(first).size).toBe(size + 16 + length)
    fs.truncateSync(first, size + 15 + length)
    logged(folder, [3], { resumeFrom: 2 })
    expect(fs.statSync(first).size).toBe(size)
  })

  it.each([
    { what: 'a log line due at its end', train: { logEvery: 5 } },
    { what: 'no log line due at its end', train: { logEvery: 3 } },
  ])('hold the records of a run that was never stopped, made longer with $what', async ({ train }) => {
    const [out, other] = [temporaryFolder(), temporaryFolder()]
    const whole = await smallRun(out, { train }, { name: 'one' })
    const half = await smallRun(other, { train: { ...train, steps: 10 } }, { name: 'one' })
    await smallRun(other, { train }, { resume: half.run })
    expect(recordsOf(half.run.dir)).toEqual(recordsOf(whole.run.dir))
  })
})
