/** The commands and the code of the tutorial about translations, in its order, each made small enough for a test. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

import { Generator, scope, writeTorchFile } from '@ganymede/torch'
import sharp from 'sharp'
import { expect, it } from 'vitest'

import { ResnetGenerator } from '../../packages/ganymede/src/models/image-to-image/resnet-generator.js'
import { run, temporaryFolder } from './ganymede.js'
import { codeOf, commandsOf } from './page-commands.js'

const page = 'docs/tutorials/translate-pictures.md'
const width = 4
const common = ['--width-g', `${width}`, '--width-d', '4', '--grid-size', '6', '--threads', '1', '--steps', '2']

/** What is added to a command so that it takes a moment. */
const additions: Readonly<Record<string, readonly string[]>> = {
  'train pix2pix': [...common, '--size', '32', '--layers-d', '1'],
  'train cyclegan': [...common, '--size', '16', '--layers-d', '1'],
}

async function picture(file: string, hue: number): Promise<void> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="72" height="56"><rect width="72" height="56" fill="#eee"/>
<circle cx="${20 + 3 * hue}" cy="28" r="14" fill="hsl(${30 * hue} 70% 50%)"/></svg>`
  await sharp(Buffer.from(svg)).toFile(file)
}

/** Everything that the tutorial takes for granted. */
async function readersFolder(): Promise<string> {
  const cwd = temporaryFolder()
  const counts = { 'photos/train': 6, 'photos/test': 2, drawings: 2, paintings: 5 }
  for (const [folder, count] of Object.entries(counts)) {
    mkdirSync(path.join(cwd, folder), { recursive: true })
    const ending = folder === 'drawings' ? 'png' : 'jpg'
    for (let i = 1; i <= count; i++) await picture(path.join(cwd, folder, `${i}.${ending}`), i)
  }
  await picture(path.join(cwd, 'drawing.png'), 9)
  scope(() => {
    const rng = new Generator(1)
    const network = new ResnetGenerator({ inputChannels: 3, outputChannels: 3, width, blocks: 9, rng })
    writeTorchFile(path.join(cwd, 'latest_net_G.pth'), network.stateDict())
    network.dispose()
    rng.dispose()
  })
  return cwd
}

it('runs every command and all code of the tutorial', async () => {
  const cwd = await readersFolder()
  const listed = commandsOf(page)
  expect(listed.length).toBeGreaterThan(15)
  for (const words of listed) {
    const extra = Object.entries(additions).find(([start]) => words.join(' ').startsWith(start))?.[1] ?? []
    const short = words.map((word) => (word === '4000' ? '3' : word))
    const { code, stdout, stderr } = await run([...short, ...extra], { cwd })
    // After two steps the doctor has reason to find something, and says so by its exit code.
    const isFine = code === 0 || (words[0] === 'doctor' && code === 4)
    expect(isFine, `${words.join(' ')}\n${stderr}${stdout}`).toBe(true)
  }

  const [code = ''] = codeOf(page)
  expect(code).toContain('loadTranslator')
  const built = new URL('../../packages/ganymede/dist/index.js', import.meta.url).href
  const program = code.replace("'@ganymede/toolkit'", JSON.stringify(built))
  writeFileSync(
    path.join(cwd, 'main.mjs'),
    `${program}\nconsole.log(painted.pixels.width, pictures.length, pictures[1].pixels.height)\n`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs'], { cwd })
  expect(stdout).toBe('72 2 256\n')
})
