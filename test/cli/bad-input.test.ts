/** Everything that a user can get wrong: one clear message, the right exit code, nothing lost. */
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import sharp from 'sharp'
import { describe, expect, it } from 'vitest'

import { glyphs, run, temporaryFolder, tiny } from './ganymede.js'

async function addPhotos(folder: string, count: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < count; i += 1) {
    const image = sharp({ create: { width: 24, height: 24, channels: 3, background: { r: i * 50, g: 90, b: 200 } } })
    await image.jpeg().toFile(path.join(folder, `${i}.jpg`))
  }
}

describe('data that cannot be used', () => {
  it('is a folder that does not exist', async () => {
    const cwd = temporaryFolder()
    const { code, stdout, stderr } = await run(['train', 'dcgan', 'photos', ...tiny], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('✖ DATA_NOT_FOUND')
    expect(stderr).toContain('photos')
    expect(readdirSync(cwd)).toEqual([])
  })

  it('is a folder without images', async () => {
    const cwd = temporaryFolder()
    mkdirSync(path.join(cwd, 'photos'))
    writeFileSync(path.join(cwd, 'photos', 'notes.txt'), 'no picture')
    const { code, stderr } = await run(['train', 'dcgan', 'photos', ...tiny], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('✖ DATA_EMPTY')
    expect(readdirSync(cwd)).toEqual(['photos'])
  })

  it('is a damaged JPEG among good ones: named, and passed over with --skip-bad', async () => {
    const cwd = temporaryFolder()
    await addPhotos(path.join(cwd, 'photos'), 5)
    writeFileSync(path.join(cwd, 'photos', 'broken.jpg'), 'this is no JPEG')
    const words = ['train', 'dcgan', 'photos', ...tiny, '--steps', '1']
    const { code, stderr } = await run(words, { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('✖ DATA_UNREADABLE')
    expect(stderr).toContain('broken.jpg')
    expect(stderr).toContain('--skip-bad')

    const skipped = await run([...words, '--skip-bad'], { cwd })
    expect(skipped.code).toBe(0)
    expect(skipped.stderr).toContain('1 of 6 files cannot be read and is left out')

    const check = await run(['data', 'check', 'photos'], { cwd })
    expect(check.code).toBe(4)
    expect(check.stdout).toContain('broken.jpg')
  })

  it('is a JPEG whose end is missing', async () => {
    const cwd = temporaryFolder()
    await addPhotos(path.join(cwd, 'photos'), 3)
    const file = path.join(cwd, 'photos', '1.jpg')
    truncateSync(file, Math.floor(statSync(file).size * 0.6))
    const { code, stdout, stderr } = await run(['train', 'dcgan', 'photos', ...tiny, '--steps', '2'], { cwd })
    expect(code).toBe(2)
    expect(stderr + stdout).toContain('1.jpg')
  })

  it.each([
    ['a truncated IDX file', Buffer.from([0, 0, 8, 3, 0, 0, 0, 100, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3])],
    ['an IDX file with the wrong magic', Buffer.from([7, 7, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1])],
  ])('is %s', async (_, bytes) => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'train-images-idx3-ubyte'), bytes)
    const { code, stderr } = await run(['train', 'dcgan', 'train-images-idx3-ubyte', ...tiny], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^✖ DATA_/)
    expect(stderr).toContain('train-images-idx3-ubyte')
  })

  it('is told as one JSON object with --json', async () => {
    const { code, stdout } = await run(['train', 'dcgan', 'photos', ...tiny, '--json'], { cwd: temporaryFolder() })
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'error', code: 'DATA_NOT_FOUND', exitCode: 2 })
  })
})

describe('options that cannot be used', () => {
  it.each([
    [['--stps', '5', '--size', '48'], 'OPTION_INVALID', 'Did you mean --steps?'],
    [['--size', '48'], 'SIZE_UNSUPPORTED', 'one of 16, 32, 64, 128'],
    [['--batch', '1'], 'OPTION_INVALID', 'batch'],
    [['--config', 'missing.ts'], 'CONFIG_NOT_FOUND', 'missing.ts'],
    [['--from', 'nobody'], 'RUN_NOT_FOUND', 'nobody'],
  ])('are refused: %j', async (words, code, text) => {
    const cwd = temporaryFolder()
    const result = await run(['train', 'dcgan', glyphs, '--threads', '1', ...words], { cwd })
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(`✖ ${code}`)
    expect(result.stderr).toContain(text)
    expect(readdirSync(cwd)).toEqual([])
  })

  it('is a device that is not there', async () => {
    const cwd = temporaryFolder()
    const { code, stderr } = await run(['train', 'dcgan', glyphs, ...tiny, '--device', 'cuda:99'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toContain('✖ DEVICE_UNAVAILABLE')
    expect(readdirSync(cwd)).toEqual([])
  })
})

describe('a run that cannot be used', () => {
  it('is one that does not exist', async () => {
    const { code, stderr } = await run(['sample', 'latest'], { cwd: temporaryFolder() })
    expect(code).toBe(2)
    expect(stderr).toContain('✖ RUN_NOT_FOUND')
    expect(stderr).toContain('ganymede train')
  })

  it('is one whose only checkpoint is damaged', async () => {
    const cwd = temporaryFolder()
    expect((await run(['train', 'dcgan', glyphs, ...tiny, '--steps', '1'], { cwd })).code).toBe(0)
    const folder = path.join(cwd, 'runs', '0001-dcgan-glyphs', 'checkpoints', 'step-000001')
    const weights = path.join(folder, readdirSync(folder).find((name) => name.includes('generator')) ?? '')
    const bytes = readFileSync(weights)
    // A header that claims far more than the file holds.
    bytes.writeBigUInt64LE(2n ** 40n)
    writeFileSync(weights, bytes)
    const { code, stderr } = await run(['sample', 'latest'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('✖ CHECKPOINT_CORRUPT')
    expect(stderr).toContain('generator')
  })
})

describe('without the native part', () => {
  const environment = { GANYMEDE_ADDON: '/nowhere/ganymede.node' }

  it('training says what to run', async () => {
    const cwd = temporaryFolder()
    const { code, stderr } = await run(['train', 'dcgan', glyphs, ...tiny], { cwd, environment })
    expect(code).toBe(3)
    expect(stderr).toContain('✖ NATIVE_MISSING')
    expect(stderr).toContain('npm run setup')
    expect(readdirSync(cwd)).toEqual([])
  })

  it('env tells all the rest and how to mend it', async () => {
    const { code, stdout } = await run(['env'], { cwd: temporaryFolder(), environment })
    expect(code).toBe(3)
    expect(stdout).toMatch(/^ok {4}node/)
    expect(stdout).toMatch(/fail {2}libtorch +NATIVE_MISSING/)
    expect(stdout).toContain('npm run setup')
    expect(stdout).toMatch(/ok {4}sharp/)
  })
})
