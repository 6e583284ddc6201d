import { spawnSync } from 'node:child_process'
import path from 'node:path'

import { expect, test } from 'vitest'

import { withFault } from '../../../../test/setup/fault-injection.mjs'
import { picture } from '../../../../test/setup/pictures.js'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { systemFileOps } from '../../src/files/file-ops.js'
import { TensorBoardLog } from '../../src/logs/tensorboard.js'
import { composeSheet } from '../../src/sheets/sheet.js'
import { readEvents } from './read-events.js'

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
