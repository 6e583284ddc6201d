import fs from 'node:fs'
import path from 'node:path'
import { systemFileOps, writeFileAtomic } from '@ganymede/runs/files'
import { expect, test } from 'vitest'
import { parseFault, withFault } from './fault-injection.mjs'
import { temporaryFolder } from './temporary-folder.js'

test.each([
  ['kill:17', { kind: 'kill', at: 17, lasting: false }],
  ['ENOSPC:3+', { kind: 'ENOSPC', at: 3, lasting: true }],
  ['EIO:1@checkpoints/', { kind: 'EIO', at: 1, lasting: false, within: 'checkpoints/' }],
])('reads the fault %s', (text, fault) => {
  expect(parseFault(text)).toEqual(fault)
})

test.each(['', 'kill', 'kill:0', 'boom:3', 'kill:3:4', 'ENOSPC:-1'])('refuses the fault %j', (text) => {
  expect(() => parseFault(text)).toThrow(/is not understood/)
})

test('a failing write leaves half of its bytes, as a real one may', () => {
  const file = path.join(temporaryFolder(), 'a')
  const ops = withFault(systemFileOps, { kind: 'EIO', at: 2 })
  const number = ops.open(file, 'w')
  expect(() => ops.write(number, Buffer.from('12345678'))).toThrow(expect.objectContaining({ code: 'EIO' }))
  ops.close(number)
  expect(fs.readFileSync(file, 'utf8')).toBe('1234')
})

test('a lasting fault goes on refusing what takes space and allows what frees it', () => {
  const folder = temporaryFolder()
  const ops = withFault(systemFileOps, { kind: 'ENOSPC', at: 1, lasting: true })
  for (let attempt = 0; attempt < 3; attempt += 1) {
    expect(() => writeFileAtomic(path.join(folder, 'a'), 'text', ops)).toThrow(/no space/)
  }
  fs.writeFileSync(path.join(folder, 'b'), '')
  ops.remove(path.join(folder, 'b'))
  expect(fs.readdirSync(folder)).toEqual([])
})

test('counts only operations on the paths asked for', () => {
  const folder = temporaryFolder()
  const ops = withFault(systemFileOps, { kind: 'EIO', at: 1, within: 'logs' })
  writeFileAtomic(path.join(folder, 'a'), 'text', ops)
  expect(ops.count).toBe(0)
  expect(() => ops.mkdir(path.join(folder, 'logs'))).toThrow(/EIO/)
})
