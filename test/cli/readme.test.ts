/** The commands of the README, in its order, each made small enough for a test. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'

import sharp from 'sharp'
import { expect, it } from 'vitest'

import { run, temporaryFolder } from './ganymede.js'
import { commandsOf } from './page-commands.js'

const narrow = [
  '--width-g',
  '4',
  '--width-d',
  '4',
  '--batch',
  '4',
  '--grid-size',
  '4',
  '--threads',
  '1',
  '--steps',
  '2',
]

/** What is added to a command so that it takes a moment. */
const additions: Readonly<Record<string, readonly string[]>> = {
  'train dcgan': narrow,
  'train pix2pix': narrow,
  evaluate: ['--count', '8', '--features', 'random-conv'],
}

async function photographs(folder: string): Promise<void> {
  mkdirSync(path.join(folder, 'photos'))
  for (let i = 0; i < 12; i++) {
    const tile = {
      create: { width: 40, height: 30, channels: 3 as const, background: { r: 20 * i, g: 90, b: 200 - 9 * i } },
    }
    const photo = sharp({ create: { ...tile.create, width: 96, height: 80, background: '#ddd' } })
    await photo.composite([{ input: tile, left: 4 * i, top: 3 * i }]).toFile(path.join(folder, 'photos', `${i}.jpg`))
  }
  await sharp(path.join(folder, 'photos', '3.jpg')).toFile(path.join(folder, 'drawing.png'))
}

it('runs every command of the README', async () => {
  const cwd = temporaryFolder()
  await photographs(cwd)
  const listed = commandsOf('README.md')
  expect(listed.length).toBeGreaterThan(10)
  for (const words of listed) {
    const extra = Object.entries(additions).find(([start]) => words.join(' ').startsWith(start))?.[1] ?? []
    const { code, stdout, stderr } = await run([...words, ...extra], { cwd })
    // After two steps the doctor has reason to find something, and says so by its exit code.
    const isFine = code === 0 || (words[0] === 'doctor' && code === 4)
    expect(isFine, `${words.join(' ')}\n${stderr}${stdout}`).toBe(true)
  }
})
