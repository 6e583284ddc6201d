/** Standard output and error that cannot be written: a full disk behind a redirection, a reader that has left. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { glyphs, run, start, temporaryFolder, tiny } from './ganymede.js'

// The device that is always full exists on Linux and the BSDs.
const full = '/dev/full'
const lost = '✖ WRITE_FAILED  results could not be written to standard output: no space is left on the disk (ENOSPC)\n'
const training = ['train', 'dcgan', glyphs, ...tiny, '--steps', '3', '--log-every', '1']

function recordOf(cwd: string): { status: string; step: number } {
  return JSON.parse(readFileSync(path.join(cwd, 'runs', '0001-dcgan-glyphs', 'run.json'), 'utf8'))
}

describe.skipIf(!existsSync(full))('output that cannot be written', () => {
  it.each([{ words: [] }, { words: ['--json'] }])(
    'lets a training with $words go on without its lines on standard error',
    async ({ words }) => {
      const cwd = temporaryFolder()
      const { code, stdout } = await run([...training, ...words], { cwd, stderrTo: full })
      expect(recordOf(cwd)).toMatchObject({ status: 'done', step: 3 })
      expect(code).toBe(0)
      expect(stdout).toContain('0001-dcgan-glyphs')
    },
  )

  it.each([{ words: [] }, { words: ['--json'] }])(
    'lets a training with $words go on without its results, and says so in one line at the end',
    async ({ words }) => {
      const cwd = temporaryFolder()
      const { code, stderr } = await run([...training, ...words], { cwd, stdoutTo: full })
      expect(recordOf(cwd)).toMatchObject({ status: 'done', step: 3 })
      expect(code).toBe(1)
      expect(stderr.endsWith(lost)).toBe(true)
    },
  )

  it.each([
    { words: ['runs'] },
    { words: ['runs', '--json'] },
    { words: ['--help'] },
    { words: ['--version'] },
    { words: ['options', 'dcgan'] },
    { words: ['data', 'check', glyphs] },
  ])('ends `$words` with one line and 1', async ({ words }) => {
    const { code, stderr } = await run(words, { cwd: temporaryFolder(), stdoutTo: full })
    expect(stderr.split('\n').filter((line) => line.includes('WRITE_FAILED'))).toEqual([lost.trim()])
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(1)
  })

  it('keeps the exit code of what failed before', async () => {
    const { code } = await run(['data', 'check', 'nowhere', '--json'], { cwd: temporaryFolder(), stdoutTo: full })
    expect(code).toBe(2)
  })

  it('ends with 1 where neither can be written, and the training is done', async () => {
    const cwd = temporaryFolder()
    const { code } = await run(training, { cwd, stdoutTo: full, stderrTo: full })
    expect(recordOf(cwd)).toMatchObject({ status: 'done', step: 3 })
    expect(code).toBe(1)
  })
})

describe('a reader that has left', () => {
  it('is no failure of a command', async () => {
    const { child, ended } = start(['options', 'dcgan'], { cwd: temporaryFolder() })
    child.stdout?.destroy()
    const { code, stderr } = await ended
    expect([code, stderr]).toEqual([0, ''])
  })

  it.each(['stdout', 'stderr'] as const)('of %s does not end a training', async (name) => {
    const cwd = temporaryFolder()
    const { child, ended } = start(training, { cwd })
    child[name]?.destroy()
    expect((await ended).code).toBe(0)
    expect(recordOf(cwd)).toMatchObject({ status: 'done', step: 3 })
  })
})
