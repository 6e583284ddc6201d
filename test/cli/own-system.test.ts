/** A system from a configuration file, and networks and losses from code: known to every command in that folder. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { glyphs, run, temporaryFolder } from './ganymede.js'

const example = fileURLToPath(new URL('../../examples/03-your-own-gan', import.meta.url))
const small = ['--size', '16', '--width', '4', '--latent-dim', '8', '--batch', '4', '--grid-size', '4']
const quick = [...small, '--threads', '1', '--quick-metric', 'none', '--doctor-every', '0']

function projectFolder(): string {
  const cwd = temporaryFolder()
  for (const name of ['resize-gan.ts', 'ganymede.config.ts']) cpSync(path.join(example, name), path.join(cwd, name))
  return cwd
}

describe('the GAN of the tutorial', () => {
  it('is trained, goes on, makes pictures and is described by the command line like any other', async () => {
    const cwd = projectFolder()
    const trained = await run(['train', glyphs, ...quick, '--steps', '2'], { cwd })
    expect(trained).toMatchObject({ code: 0 })
    expect(trained.stderr).toContain('0001-resize-gan-glyphs  resize-gan 16×16×1')
    expect((await run(['resume', 'latest', '--steps', '3'], { cwd })).code).toBe(0)
    expect((await run(['sample', 'latest', '--seed', '7', '--out', 'seven.png'], { cwd })).code).toBe(0)
    expect(existsSync(path.join(cwd, 'seven.png'))).toBe(true)
    // By name too, with its own options among the flags.
    const help = await run(['train', 'resize-gan', '--help', 'all'], { cwd })
    expect(help.stdout).toContain('Train Resize GAN')
    expect(help.stdout.replace(/\s+/g, ' ')).toContain(
      'Channels next to the image. More: finer, slower. [4 to 1024; default 24]',
    )
    expect((await run(['options', 'resize-gan'], { cwd })).stdout).toContain('"system": "resize-gan"')
    const wrong = await run(['train', 'resize-gan', glyphs, '--width', '2'], { cwd })
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('model.width must be a whole number from 4 to 1024, got 2')

    // Without the file, the run says what it needs.
    rmSync(path.join(cwd, 'ganymede.config.ts'))
    const unknown = await run(['sample', 'latest'], { cwd })
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain('there is no system named "resize-gan"')
    expect(unknown.stderr).toContain('ganymede.config.ts')
  })

  it('is the code that the tutorial shows', () => {
    const tutorial = readFileSync(path.join(example, '../../docs/tutorials/add-your-own-gan.md'), 'utf8')
    const blocks = [...tutorial.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code)
    expect(blocks.length).toBeGreaterThan(4)
    const sources = ['resize-gan.ts', 'ganymede.config.ts', 'parts.config.ts'].map((name) =>
      readFileSync(path.join(example, name), 'utf8'),
    )
    for (const block of blocks) {
      // `…` stands for lines that are shown elsewhere.
      for (const piece of block.split(/^\s*…\s*$/m).map((one) => one.trim())) {
        expect(
          sources.some((source) => source.includes(piece)),
          piece,
        ).toBe(true)
      }
    }
  })
})

describe('parts that code replaces', () => {
  it('are trained with, recorded, and needed by later commands', async () => {
    const cwd = projectFolder()
    cpSync(path.join(example, 'parts.config.ts'), path.join(cwd, 'ganymede.config.ts'))
    const own = ['--size', '16', '--width-d', '4', '--latent-dim', '8', '--batch', '4', '--grid-size', '4']
    const words = ['train', glyphs, ...own, '--threads', '1', '--quick-metric', 'none', '--steps', '1']
    expect(await run(words, { cwd })).toMatchObject({ code: 0 })
    const folder = path.join(cwd, 'runs', '0001-dcgan-glyphs')
    const { definition, options } = JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'))
    expect(definition).toMatchObject({ name: 'dcgan', parts: ['generator'] })
    expect(options.model.objective).toBe('hinge')
    expect((await run(['sample', 'latest', '--out', 'all.png'], { cwd })).code).toBe(0)
    expect((await run(['resume', 'latest', '--steps', '2'], { cwd })).code).toBe(0)

    const elsewhere = path.join(cwd, 'elsewhere')
    mkdirSync(elsewhere)
    writeFileSync(path.join(elsewhere, 'README.md'), 'nothing here')
    const lost = await run(['sample', folder], { cwd: elsewhere })
    expect(lost.code).toBe(2)
    expect(lost.stderr).toContain('✖ PARTS_MISSING')
    expect(lost.stderr).toContain('replaced when it was started: generator')
  })
})
