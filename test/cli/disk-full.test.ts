/** A disk that fills up while a checkpoint is written: nothing is lost, and the same command goes on. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { expect, it, onTestFinished } from 'vitest'

import { checkpoints, glyphs, run, tiny } from './ganymede.js'

/** A disk of its own in memory, or undefined where this user may not mount one. */
function tinyDisk(size: string): string | undefined {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ganymede-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  onTestFinished(() => {
    if (status === 0) spawnSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  return status === 0 ? folder : undefined
}

it('keeps the last whole checkpoint when the disk is full, and goes on when there is room', async (context) => {
  // A checkpoint of this model takes about 60 KB: some fit, not all.
  const cwd = tinyDisk('400k')
  if (cwd === undefined) return context.skip('this user may not mount a tmpfs')
  const words = ['train', 'dcgan', glyphs, ...tiny, '--checkpoint-every', '1', '--keep', '99', '--steps', '20']
  const { code, stderr } = await run(words, { cwd })
  expect(code).toBe(1)
  expect(stderr).toContain('✖ DISK_FULL')
  expect(stderr).toContain('run the same command again')

  const folder = path.join(cwd, 'runs', '0001-dcgan-glyphs')
  const saved = checkpoints(folder)
  expect(saved.length).toBeGreaterThan(0)
  expect(saved.length).toBeLessThan(20)
  // Nothing half written is left to fill the disk.
  expect(readdirSync(path.join(folder, 'checkpoints')).filter((name) => name.includes('tmp'))).toEqual([])

  spawnSync('mount', ['-o', 'remount,size=20m', cwd])
  const again = await run(words, { cwd })
  expect(again.code).toBe(0)
  expect(again.stderr).toContain(`going on with 0001-dcgan-glyphs from step ${Number(saved.at(-1)?.slice(5))}`)
  expect(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'))).toMatchObject({ status: 'done', step: 20 })
})
