import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { ControlInbox, takeControlRequests, writeControlRequest } from '../../src/folder/control.js'

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

test('follows no link, so that files of somebody else stay', () => {
  const outside = controlFolder('stop.txt', 'pause', 'sample.png', 'stop')
  const dir = path.join(temporaryFolder(), 'control')
  fs.symlinkSync(outside, dir)
  const notes: string[] = []
  const inbox = new ControlInbox(dir, { note: (text) => notes.push(text) })
  inbox.discardOld()
  expect([inbox.take(), inbox.take()]).toEqual([[], []])
  expect(notes).toEqual(['no requests are taken: control is a link, which is not followed'])
  expect(fs.readdirSync(outside).sort()).toEqual(['pause', 'sample.png', 'stop', 'stop.txt'])
  expect(() => writeControlRequest(dir, 'stop')).toThrow(
    expect.objectContaining({ code: 'WRITE_FAILED', message: expect.stringContaining('is a link') }),
  )
})

test('removes only what is named like a request', () => {
  const names = ['stop.txt', 'pause.png', 'sample-000100.png', 'checkpoint.json.bak', 'continue-later.md', 'stop it']
  const dir = controlFolder(...names)
  const { requests, ignored } = takeControlRequests(dir)
  expect(requests).toEqual([])
  expect([...ignored].sort()).toEqual([...names].sort())
  expect(fs.readdirSync(dir).sort()).toEqual([...names].sort())
})

test('tells of thousands of files in one note, and makes one sheet of as many requests for it', () => {
  const dir = controlFolder(...Array.from({ length: 3000 }, (_, i) => `${i}.txt`))
  const notes: string[] = []
  const inbox = new ControlInbox(dir, { note: (text) => notes.push(text) })
  for (let look = 0; look < 3; look += 1) expect(inbox.take()).toEqual([])
  expect(notes).toHaveLength(1)
  expect(notes[0]).toContain('control holds 3000 files that are no requests')

  for (let i = 0; i < 100; i += 1) writeControlRequest(dir, i % 2 === 0 ? 'sample' : 'pause')
  writeControlRequest(dir, 'continue')
  expect(inbox.take().map(({ action }) => action)).toEqual(['sample', 'pause', 'continue'])
  expect(inbox.take()).toEqual([])
})
