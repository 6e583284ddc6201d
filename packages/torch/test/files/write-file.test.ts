import { closeSync, fsyncSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type WriteOps, writeFileInOneGo } from '../../src/files/write-file.js'

test('writes files whose names begin alike in places of their own, as several threads may at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ganymede-write-'))
  const places: string[] = []
  const ops: WriteOps = {
    open: (path, flags) => {
      if (flags === 'w') places.push(path)
      return openSync(path, flags)
    },
    write: (file, bytes) => writeSync(file, bytes),
    fsync: (file) => fsyncSync(file),
    close: (file) => closeSync(file),
    rename: (from, to) => renameSync(from, to),
    remove: (path) => rmSync(path, { force: true }),
  }
  const names = ['1', '2', '2'].map((n) => `generator-of-the-second-experiment-${n}.safetensors`)
  for (const name of names) writeFileInOneGo(join(folder, name), [Uint8Array.of(1)], ops)
  expect(new Set(places).size).toBe(3)
  expect(readdirSync(folder).sort()).toEqual([names[0], names[1]])
  rmSync(folder, { recursive: true })
})
