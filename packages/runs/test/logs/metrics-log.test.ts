import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'

import { withFault } from '../../../../test/setup/fault-injection.mjs'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { systemFileOps } from '../../src/files/file-ops.js'
import { MetricsLog } from '../../src/logs/metrics-log.js'
import { readLastMetrics, readMetrics } from '../../src/logs/metrics-reader.js'
import { isRepeatable, stablePart } from '../../src/logs/metrics-record.js'

function newLog(): { file: string; log: MetricsLog; open: () => MetricsLog } {
  const file = path.join(temporaryFolder(), 'metrics.jsonl')
  // A clock that no two records share.
  const open = () => new MetricsLog(file, { seconds: () => performance.now() })
  return { file, log: open(), open }
}

/** What a training of a few steps logs; a checkpoint every five. Returns the position of the last. */
function train(log: MetricsLog, from: number, to: number): { bytes: number; step: number } {
  let position = { bytes: 0, step: 0 }
  for (let step = from; step <= to; step += 1) {
    log.append('scalars', step, { 'd/total': 1 / step, 'g/total': step / 3 }, { imagesPerSec: Math.random() })
    if (step % 2 === 0) log.append('sample', step, { file: `samples/step-${step}.png` })
    if (step % 5 === 0) {
      position = { bytes: log.sync(), step }
      log.append('checkpoint', step, { file: `checkpoints/step-${step}` })
    }
  }
  return position
}

/** What the logs of an interrupted and an uninterrupted run must share, byte for byte. */
function stableLines(file: string): string[] {
  const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.filter((line) => isRepeatable(JSON.parse(line).kind)).map(stablePart)
}

test('appends records that can be read while it goes on', () => {
  const { file, log } = newLog()
  log.append('status', 0, { status: 'running' })
  const first = readMetrics(file)
  expect(first.records.map(({ kind, step }) => [kind, step])).toEqual([['status', 0]])
  log.append('scalars', 10, { 'd/total': 0.5 })
  const second = readMetrics(file, { from: first.nextByte })
  expect(second.records).toEqual([{ kind: 'scalars', step: 10, 'd/total': 0.5, seconds: expect.any(Number) }])
  expect(second.nextByte).toBe(log.bytes)
})

test('cuts off the torn line of a killed process before it goes on', () => {
  const { file, log, open } = newLog()
  train(log, 1, 2)
  log.close()
  fs.appendFileSync(file, '{"kind":"scalars","step":3,"d/to')
  expect(readMetrics(file)).toMatchObject({ damagedLines: 0, records: { length: 3 } })
  const again = open()
  again.append('scalars', 3, {})
  expect(readMetrics(file).records.map(({ step }) => step)).toEqual([1, 2, 2, 3])
})

test.each([5, 6, 9])('leaves the log of an uninterrupted run when killed after step %i and resumed', (killedAfter) => {
  const whole = newLog()
  train(whole.log, 1, 20)

  const { file, log, open } = newLog()
  log.append('status', 0, { status: 'running' })
  train(log, 1, killedAfter)
  log.append('note', killedAfter, { text: 'a note that must not be lost' })
  // Where a resumed run would read it: the length of the log as of step 5.
  const bytes = fs.readFileSync(file, 'utf8').indexOf('{"kind":"checkpoint"')
  fs.appendFileSync(file, '{"kind":"sca')
  log.close()

  const resumed = open()
  resumed.rewind({ bytes, step: 5, checkpoint: { file: 'checkpoints/step-5' } })
  resumed.append('status', 5, { status: 'running' })
  train(resumed, 6, 20)
  expect(stableLines(file)).toEqual(stableLines(whole.file))
  const kinds = readMetrics(file).records.filter(({ kind }) => !isRepeatable(kind))
  expect(kinds.map(({ kind }) => kind)).toEqual(['status', 'note', 'status'])
})

test('writes the record of the checkpoint when the kill came before it was written', () => {
  const whole = newLog()
  train(whole.log, 1, 5)
  const { file, log, open } = newLog()
  train(log, 1, 4)
  log.append('scalars', 5, { 'd/total': 1 / 5, 'g/total': 5 / 3 }, {})
  const bytes = log.sync()
  log.close()
  open().rewind({ bytes, step: 5, checkpoint: { file: 'checkpoints/step-5' } })
  expect(stableLines(file)).toEqual(stableLines(whole.file))
})

test('survives a failure of any operation while it goes back to a checkpoint', () => {
  const prepared = newLog()
  const { bytes } = train(prepared.log, 1, 7)
  prepared.log.close()
  const content = fs.readFileSync(prepared.file)
  for (let at = 1; at <= 12; at += 1) {
    const file = path.join(temporaryFolder(), 'metrics.jsonl')
    fs.writeFileSync(file, content)
    const position = { bytes, step: 5, checkpoint: { file: 'checkpoints/step-5' } }
    try {
      const log = new MetricsLog(file, { seconds: () => 0, ops: withFault(systemFileOps, { kind: 'EIO', at }) })
      log.rewind(position)
      log.close()
    } catch {
      // The process ends here; the next one finds what it finds.
    }
    const again = new MetricsLog(file, { seconds: () => 0 })
    again.rewind(position)
    expect(stableLines(file)).toEqual(stableLines(prepared.file).slice(0, 8))
    again.close()
  }
})

test('goes back in a log that somebody has cut or edited', () => {
  const { file, log, open } = newLog()
  const { bytes } = train(log, 1, 5)
  log.close()
  fs.truncateSync(file, 30)
  const cut = open()
  cut.rewind({ bytes, step: 5, checkpoint: {} })
  expect(readMetrics(file)).toMatchObject({ damagedLines: 0, records: [{ kind: 'checkpoint', step: 5 }] })
})

test('leaves no half line behind when the disk is full', () => {
  const file = path.join(temporaryFolder(), 'metrics.jsonl')
  const log = new MetricsLog(file, { seconds: () => 1, ops: withFault(systemFileOps, { kind: 'ENOSPC', at: 3 }) })
  log.append('scalars', 1, { a: 1 })
  expect(() => log.append('scalars', 2, { a: 1 })).toThrow(expect.objectContaining({ code: 'DISK_FULL' }))
  log.append('scalars', 3, { a: 1 })
  expect(readMetrics(file).records.map(({ step }) => step)).toEqual([1, 3])
})

test('tells damaged lines from records and reads over them', () => {
  const { file, log } = newLog()
  log.append('scalars', 1, { text: 'ä'.repeat(600_000) })
  fs.appendFileSync(file, 'not a record\n\n')
  fs.appendFileSync(file, '{"kind":"future","step":2,"seconds":1}\n')
  const { records, damagedLines } = readMetrics(file)
  expect(records.map(({ kind, step }) => [kind, step])).toEqual([
    ['scalars', 1],
    ['future', 2],
  ])
  expect(damagedLines).toBe(1)
  expect(records[0]?.text).toBe('ä'.repeat(600_000))
})

test('reads the end of a log without the rest', () => {
  const { file, log } = newLog()
  for (let step = 1; step <= 50; step += 1) log.append('scalars', step, { 'd/total': 1 })
  const last = readLastMetrics(file, 200)
  expect(last.length).toBeLessThan(5)
  expect(last.at(-1)?.step).toBe(50)
  expect(readLastMetrics(path.join(path.dirname(file), 'missing'))).toEqual([])
})

test('starts anew in a file that became shorter than what was read', () => {
  const { file, log } = newLog()
  train(log, 1, 3)
  expect(readMetrics(file, { from: 1_000_000 }).records).toHaveLength(4)
})
