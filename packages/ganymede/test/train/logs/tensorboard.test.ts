import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import CRC32C from 'crc-32/crc32c.js'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'

import { withFault } from '../../../src/train/fault-injection.js'
import { systemFileOps } from '../../../src/train/file-ops.js'
import { TensorBoardLog } from '../../../src/train/logs/tensorboard.js'
import { composeSheet } from '../../../src/train/sheet.js'
import { picture } from '../fixtures/pictures.js'
import { temporaryFolder } from '../temporary-folder.js'

// The public definitions of Event and Summary, as far as we write them.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Event {
    double wall_time = 1; int64 step = 2;
    oneof what { string file_version = 3; Summary summary = 5; SessionLog session_log = 7; }
  }
  message Summary {
    message Image { int32 height = 1; int32 width = 2; int32 colorspace = 3; bytes encoded_image_string = 4; }
    message Value { string tag = 1; oneof value { float simple_value = 2; Image image = 4; } }
    repeated Value value = 1;
  }
  message SessionLog {
    enum SessionStatus { STATUS_UNSPECIFIED = 0; START = 1; STOP = 2; CHECKPOINT = 3; }
    SessionStatus status = 1;
  }
`)
const Event = root.lookupType('Event')

/** Reads an event file with a reader that shares nothing with the writer; checks all checksums. */
function readEvents(file: string): Record<string, unknown>[] {
  const bytes = fs.readFileSync(file)
  const masked = (part: Uint8Array): number => {
    const crc = CRC32C.buf(part) >>> 0
    return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
  }
  const events: Record<string, unknown>[] = []
  let position = 0
  while (position < bytes.byteLength) {
    const length = Number(bytes.readBigUInt64LE(position))
    expect(bytes.readUInt32LE(position + 8)).toBe(masked(bytes.subarray(position, position + 8)))
    const payload = bytes.subarray(position + 12, position + 12 + length)
    expect(bytes.readUInt32LE(position + 12 + length)).toBe(masked(payload))
    events.push(Event.toObject(Event.decode(payload), { longs: Number, enums: String, keepCase: true } as object))
    position += 16 + length
  }
  return events
}

test('writes a file that an independent reader understands', async () => {
  const folder = temporaryFolder()
  const log = new TensorBoardLog(folder, { now: () => 1_700_000_000_500 })
  log.scalars(300, { 'd/total': 0.5, 'g/total': 1.25, absent: undefined })
  log.scalars(2 ** 40, { 'd/total': Number.NaN })
  const png = await composeSheet([picture(6, 4, 3)], { run: '0001-x', step: 300, view: 'fixed' })
  log.image(300, 'samples/fixed', png)
  log.close()
  expect(path.basename(log.path)).toMatch(/^events\.out\.tfevents\.1700000000\.[A-Za-z0-9.-]+\.\d+$/)
  expect(readEvents(log.path)).toEqual([
    { wallTime: 1_700_000_000.5, fileVersion: 'brain.Event:2' },
    {
      wallTime: 1_700_000_000.5,
      step: 300,
      summary: {
        value: [
          { tag: 'd/total', simpleValue: 0.5 },
          { tag: 'g/total', simpleValue: 1.25 },
        ],
      },
    },
    { wallTime: 1_700_000_000.5, step: 2 ** 40, summary: { value: [{ tag: 'd/total', simpleValue: Number.NaN }] } },
    {
      wallTime: 1_700_000_000.5,
      step: 300,
      summary: {
        value: [
          {
            tag: 'samples/fixed',
            image: { height: 8, width: 10, colorspace: 3, encodedImageString: Buffer.from(png) },
          },
        ],
      },
    },
  ])
})

test('begins the file of a resumed run with a restart at the next step, behind the earlier file', () => {
  const folder = temporaryFolder()
  const now = () => 1_700_000_000_000
  const first = new TensorBoardLog(folder, { now })
  const second = new TensorBoardLog(folder, { now, resumeFrom: 10 })
  expect([second.path, first.path].sort()).toEqual([first.path, second.path])
  expect(readEvents(second.path)[1]).toMatchObject({ step: 11, sessionLog: { status: 'START' } })
})

test('refuses what is no PNG and steps that are no steps', () => {
  const log = new TensorBoardLog(temporaryFolder())
  expect(() => log.image(1, 'a', Buffer.from('GIF89a'))).toThrow(/not a PNG/)
  expect(() => log.scalars(-1, { a: 1 })).toThrow(/step/)
  expect(() => log.scalars(0.5, { a: 1 })).toThrow(/step/)
})

test('leaves whole records when the disk is full', () => {
  const log = new TensorBoardLog(temporaryFolder(), { ops: withFault(systemFileOps, { kind: 'ENOSPC', at: 3 }) })
  expect(() => log.scalars(1, { a: 1 })).toThrow(expect.objectContaining({ code: 'DISK_FULL' }))
  log.scalars(2, { a: 2 })
  expect(readEvents(log.path)).toHaveLength(2)
})

// TensorBoard itself, where it is installed: PYTHON names the interpreter.
const python = process.env.PYTHON ?? 'python3'
const hasTensorBoard = spawnSync(python, ['-c', 'import tensorboard']).status === 0

test.skipIf(!hasTensorBoard)(
  `is read by TensorBoard, which forgets what a resumed run repeats${hasTensorBoard ? '' : ` (skipped: ${python} has no tensorboard)`}`,
  async () => {
    const folder = temporaryFolder()
    const first = new TensorBoardLog(folder)
    for (let step = 1; step <= 8; step += 1) first.scalars(step, { 'd/total': step })
    first.image(5, 'samples/fixed', await composeSheet([picture(6, 4, 1)], { run: '0001-x', step: 5, view: 'fixed' }))
    const second = new TensorBoardLog(folder, { resumeFrom: 5 })
    for (let step = 6; step <= 7; step += 1) second.scalars(step, { 'd/total': step * 100 })
    const program = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1]); events.Reload()
print(json.dumps({
  'scalars': [[e.step, e.value] for e in events.Scalars('d/total')],
  'images': [[e.step, e.width, e.height] for e in events.Images('samples/fixed')],
}))`
    const { stdout, stderr } = spawnSync(python, ['-c', program, folder], { encoding: 'utf8' })
    expect(JSON.parse(stdout.trim() || JSON.stringify({ stderr }))).toEqual({
      scalars: [1, 2, 3, 4, 5, 600, 700].map((value, index) => [index + 1, value]),
      images: [[5, 10, 8]],
    })
  },
)
