/** The fuzzer itself: the same seed gives the same inputs, what fails becomes small, and a planted fault is found. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { Draws } from '../../fuzz/draws.mjs'
import { mutate } from '../../fuzz/mutate.mjs'
import { readers } from '../../fuzz/readers/registry.mjs'
import { shrink } from '../../fuzz/shrink.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ganymede-fuzz-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fuzz(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'fuzz', 'fuzz.mjs'), ...words], {
    encoding: 'utf8',
    cwd: folder,
  })
  return { status, text: stdout + stderr }
}

describe.each(readers)('inputs for $name', (reader) => {
  it('are the same for the same seed and number, and smaller where that is asked for', async () => {
    const samples = await reader.samples()
    const make = (number: number, halvings = 0) => {
      const draws = new Draws(7, `${reader.name}/${number}`, halvings)
      return Buffer.from(number % 2 === 0 ? reader.hostile(draws, samples) : mutate(samples[0]!, draws, samples))
    }
    const numbers = [0, 1, 2, 3, 4, 5]
    const made = numbers.map((number) => make(number))
    expect(numbers.map((number) => make(number).equals(made[number]!))).toEqual(numbers.map(() => true))
    expect(new Set(made.map((bytes) => bytes.toString('latin1'))).size).toBeGreaterThan(2)
    expect(make(0, 12).byteLength).toBeLessThanOrEqual(Math.max(made[0]!.byteLength, 20_000))
  })
})

describe('shrink', () => {
  it('keeps only the bytes that make an input fail', async () => {
    const input = Buffer.from(`${'x'.repeat(1000)}ab${'y'.repeat(777)}`)
    const fails = async (candidate: Buffer) => candidate.includes('a') && candidate.includes('b')
    expect((await shrink(input, fails)).toString()).toBe('ab')
  })

  it('ends after the tries that it has', async () => {
    let tries = 0
    await shrink(Buffer.alloc(10_000), async () => ++tries > 1e9, { tries: 50 })
    expect(tries).toBe(50)
  })
})

describe('npm run fuzz', () => {
  it('tells of a file what it costs, and fails when that is beyond the budgets or no error of the reader', () => {
    const file = join(folder, 'a.npy')
    writeFileSync(file, 'not an array')
    const good = fuzz('npy', '--file', file)
    expect(good.text).toMatch(/npy: refused, \d+\.\d\d s, \d+ MiB beyond a small valid file\nTorchError FILE_INVALID/)
    expect(good.status).toBe(0)
  })

  it('says what it knows when a word is wrong', () => {
    expect(fuzz('numpy')).toMatchObject({ status: 2, text: expect.stringContaining('there are: all, ') })
    expect(fuzz('npy', '--seed', 'x').text).toContain('--seed is a whole number')
    expect(fuzz('--help').text).toContain('--minutes N')
  })
})
