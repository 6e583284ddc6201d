import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'
import { withFault } from '../../../../test/setup/fault-injection.mjs'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { AppendFile, removeLeftoverFiles, writeFileAtomic } from '../../src/files/atomic-file.js'
import { systemFileOps } from '../../src/files/file-ops.js'

test('replaces a file and leaves nothing else behind', () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'run.json')
  writeFileAtomic(file, 'old')
  writeFileAtomic(file, new Uint8Array([110, 101, 119]))
  expect(fs.readFileSync(file, 'utf8')).toBe('new')
  expect(fs.readdirSync(folder)).toEqual(['run.json'])
})

test.each([
  { what: 'ASCII letters', name: `${'x'.repeat(251)}.png` },
  { what: 'letters of two bytes', name: `${'ä'.repeat(125)}x.png` },
  { what: 'emoji', name: `${'🪐'.repeat(62)}abc.png` },
])('writes names as long as the file system takes, of $what', ({ name }) => {
  expect(Buffer.byteLength(name)).toBe(255)
  const folder = temporaryFolder()
  writeFileAtomic(path.join(folder, name), 'new')
  expect(fs.readdirSync(folder)).toEqual([name])
  expect(() => writeFileAtomic(path.join(folder, `x${name}`), 'new')).toThrow(/the name is too long/)
  expect(fs.readdirSync(folder)).toEqual([name])
})

test('writes files whose names begin alike in places of their own, as several threads may at once', () => {
  const places: string[] = []
  const open: typeof systemFileOps.open = (file, flags) => {
    if (flags === 'w') places.push(file)
    return systemFileOps.open(file, flags)
  }
  const folder = temporaryFolder()
  for (const n of [1, 2, 2]) {
    writeFileAtomic(path.join(folder, `a-name-of-more-than-thirty-two-characters-${n}`), 'new', {
      ...systemFileOps,
      open,
    })
  }
  expect(new Set(places).size).toBe(3)
})

test('keeps the old file or has the new one when any single operation fails', () => {
  const counting = withFault(systemFileOps, { kind: 'EIO', at: Number.MAX_SAFE_INTEGER })
  writeFileAtomic(path.join(temporaryFolder(), 'a'), 'new', counting)
  expect(counting.count).toBeGreaterThanOrEqual(6)
  for (let at = 1; at <= counting.count; at += 1) {
    const folder = temporaryFolder()
    const file = path.join(folder, 'run.json')
    fs.writeFileSync(file, 'old')
    const write = () => writeFileAtomic(file, 'new', withFault(systemFileOps, { kind: 'EIO', at }))
    expect(write, `operation ${at}`).toThrow(expect.objectContaining({ code: 'WRITE_FAILED' }))
    expect(fs.readFileSync(file, 'utf8')).toMatch(/^(old|new)$/)
    expect(fs.readdirSync(folder)).toEqual(['run.json'])
  }
})

test('names the file and the remedy when the disk is full', () => {
  const file = path.join(temporaryFolder(), 'run.json')
  const write = () => writeFileAtomic(file, 'new', withFault(systemFileOps, { kind: 'ENOSPC', at: 2 }))
  expect(write).toThrow(expect.objectContaining({ code: 'DISK_FULL', message: expect.stringContaining(file) }))
})

test('says why a file cannot be written', () => {
  const folder = temporaryFolder()
  fs.mkdirSync(path.join(folder, 'taken'))
  expect(() => writeFileAtomic(path.join(folder, 'missing', 'a'), '')).toThrow(/its folder is not there/)
  expect(() => writeFileAtomic(path.join(folder, 'taken'), '')).toThrow(
    expect.objectContaining({ code: 'WRITE_FAILED', message: expect.stringContaining('taken') }),
  )
})

test('removes only temporary files of crashed processes', () => {
  const folder = temporaryFolder()
  for (const name of ['run.json', 'run.json.tmp-123', 'notes.tmp']) fs.writeFileSync(path.join(folder, name), '')
  removeLeftoverFiles(folder)
  expect(fs.readdirSync(folder)).toEqual(['notes.tmp', 'run.json'])
})

test('appends behind what is there and knows its size', () => {
  const file = path.join(temporaryFolder(), 'log')
  fs.writeFileSync(file, 'one\n')
  const log = new AppendFile(file)
  log.append('two\n')
  log.sync()
  expect(log.size).toBe(8)
  log.close()
  log.close()
  expect(fs.readFileSync(file, 'utf8')).toBe('one\ntwo\n')
  expect(() => log.append('three\n')).toThrow(/closed/)
})

test('takes back a half-written append and goes on afterwards', () => {
  const file = path.join(temporaryFolder(), 'log')
  const log = new AppendFile(file, withFault(systemFileOps, { kind: 'ENOSPC', at: 3 }))
  log.append('one\n')
  expect(() => log.append('a long second line\n')).toThrow(expect.objectContaining({ code: 'DISK_FULL' }))
  expect(fs.readFileSync(file, 'utf8')).toBe('one\n')
  log.append('three\n')
  log.close()
  expect(fs.readFileSync(file, 'utf8')).toBe('one\nthree\n')
})
