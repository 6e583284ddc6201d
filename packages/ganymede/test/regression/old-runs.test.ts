/**
 * Runs that were trained before the code moved into rooms (at ea813b3, two steps each): whatever the house looks like, they
 * open, make the pictures that they made then, and go on as they would have gone on then.
 */
import fs from 'node:fs'
import path from 'node:path'
import { readMetrics } from '@ganymede/runs/logs'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { ganymede } from '../cli/commands/command-line.js'

const kept = path.join(import.meta.dirname, 'old-runs')
const losses: Record<string, Record<string, number>> = JSON.parse(
  fs.readFileSync(path.join(kept, 'losses-of-step-4.json'), 'utf8'),
)

// Equal on the machine that recorded them; others sum in another order.
const LEVELS = 1
const DIGITS = 3

async function pixels(file: string): Promise<readonly number[]> {
  return [...(await sharp(file).raw().toBuffer())]
}

it.each(fs.readdirSync(kept).filter((name) => /^\d{4}-/.test(name)))(
  '%s opens, makes the same picture and goes on the same way',
  async (name) => {
    const [, system = ''] = /^\d{4}-(.*)$/.exec(name) ?? []
    const out = temporaryFolder()
    const runs = path.join(out, 'runs')
    fs.cpSync(path.join(kept, name), path.join(runs, name), { recursive: true })

    const made = path.join(out, 'made', 'input.png')
    const words = ['pix2pix', 'cyclegan'].includes(system)
      ? ['translate', name, path.join(kept, 'input.png'), path.dirname(made)]
      : ['sample', name, '--seeds', '3', '--scale', '1', '--out', made]
    fs.mkdirSync(path.dirname(made))
    const picture = await ganymede(...words, '--runs', runs)
    expect(picture.code, picture.stderr).toBe(0)
    const [before, now] = await Promise.all([pixels(path.join(kept, `${system}.png`)), pixels(made)])
    expect(now.length).toBe(before.length)
    expect(Math.max(...now.map((value, at) => Math.abs(value - (before[at] ?? 0))))).toBeLessThanOrEqual(LEVELS)

    const resumed = await ganymede('resume', name, '--steps', '4', '--runs', runs, '--quiet')
    expect(resumed.code, resumed.stderr).toBe(0)
    const { records } = readMetrics(path.join(runs, name, 'metrics.jsonl'))
    const last = records.filter(({ kind }) => kind === 'scalars').at(-1)
    for (const [key, value] of Object.entries(losses[system] ?? expect.fail(system))) {
      expect(last?.[key], key).toBeCloseTo(value, DIGITS - Math.ceil(Math.log10(Math.abs(value) + 1)))
    }
  },
)
