import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'

import { ControlInbox, takeControlRequests, writeControlRequest } from '../../src/train/control.js'
import { temporaryFolder } from './temporary-folder.js'

function controlFolder(...names: readonly string[]): string {
  const dir = path.join(temporaryFolder(), 'control')
  fs.mkdirSync(dir)
  for (const name of names) fs.writeFileSync(path.join(dir, name), '')
  return dir
}

test('takes what was asked for, oldest first, and removes it', () => {
  const dir = path.join(temporaryFolder(), 'control')
  writeControlRequest(dir, 'sample', { count: 16 })
  writeControlRequest(dir, 'pause')
  const { requests, ignored } = takeControlRequests(dir)
  expect(requests.map(({ action, data }) => ({ action, data }))).toEqual([
    { action: 'sample', data: { count: 16 } },
    { action: 'pause', data: undefined },
  ])
  expect(ignored).toEqual([])
  expect(fs.readdirSync(dir)).toEqual([])
  expect(takeControlRequests(dir).requests).toEqual([])
})

test('understands plain files that a person or another program drops', () => {
  const dir = controlFolder('stop', 'checkpoint.json', 'sample-again')
  expect(
    takeControlRequests(dir)
      .requests.map(({ action }) => action)
      .sort(),
  ).toEqual(['checkpoint', 'sample', 'stop'])
})

test('takes a request whose content is not JSON', () => {
  const dir = controlFolder()
  fs.writeFileSync(path.join(dir, 'pause'), 'please')
  expect(takeControlRequests(dir).requests).toEqual([{ action: 'pause', file: 'pause', data: undefined }])
})

test('leaves everything else alone and tells of it once', () => {
  const dir = controlFolder('stopwatch', 'README', '.stop.tmp')
  fs.mkdirSync(path.join(dir, 'stop'))
  fs.writeFileSync(path.join(dir, 'pause'), Buffer.alloc(100_000))
  fs.symlinkSync('/etc/hostname', path.join(dir, 'continue'))
  const notes: string[] = []
  const inbox = new ControlInbox(dir, { note: (text) => notes.push(text) })
  expect(inbox.take()).toEqual([])
  expect(inbox.take()).toEqual([])
  expect(notes.map((note) => note.split(' ')[0]).sort()).toEqual(
    ['README', 'continue', 'pause', 'stop', 'stopwatch'].map((name) => `control/${name}`),
  )
  expect(fs.readdirSync(dir)).toHaveLength(6)
})

test('drops a stop that was meant for an earlier trainer', () => {
  const dir = controlFolder('stop')
  const notes: string[] = []
  const inbox = new ControlInbox(dir, { note: (text) => notes.push(text) })
  inbox.discardOld()
  expect(notes).toEqual(['dropped old requests: stop'])
  expect(inbox.take()).toEqual([])
})

test('has no requests where there is no folder', () => {
  expect(takeControlRequests(path.join(temporaryFolder(), 'control')).requests).toEqual([])
})

test('refuses with a code when a request cannot be written', () => {
  const file = path.join(temporaryFolder(), 'control')
  fs.writeFileSync(file, '')
  expect(() => writeControlRequest(file, 'stop')).toThrow(expect.objectContaining({ code: 'WRITE_FAILED' }))
})
