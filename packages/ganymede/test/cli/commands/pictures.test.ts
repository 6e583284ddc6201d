import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readSheet } from '@ganymede/runs/sheets'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { findSystem } from '../../../src/models/registry.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'
import { startTraining } from '../../../src/training/start-training.js'
import { ganymede } from './command-line.js'

// One run of two steps for the whole file: 16 px, grey, with an average that differs from the generator.
const runs = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-pictures-'))
afterAll(() => fs.rmSync(runs, { recursive: true, force: true }))

beforeAll(async () => {
  const system = findSystem('dcgan')
  const { options } = resolveOptions(system, {
    sets: [
      'data.path=builtin:glyphs?count=32',
      ...['size=16', 'widthG=4', 'widthD=4', 'latentDim=8', 'lrG=0.01'].map((one) => `model.${one}`),
      ...['steps=2', 'batch=4', 'gridSize=4', 'threads=1', 'ema=0.9', 'checkpointEvery=1'].map((one) => `train.${one}`),
    ],
  })
  await startTraining({ system, options, out: runs })
})

// Grey levels: eight bits of mantissa, through a few layers.
const BF16_LEVELS = 4

function pixels(file: string): Promise<Buffer> {
  return sharp(file).raw().toBuffer()
}

describe('ganymede sample', () => {
  it('makes the same picture of a seed, alone and in company', async () => {
    const folder = temporaryFolder()
    const [sheet, one] = [path.join(folder, 'sheet.png'), path.join(folder, 'one.png')]
    const first = await ganymede('sample', '1', '--runs', runs, '--seeds', '3,7', '--scale', '1', '--out', sheet)
    expect(first).toEqual({ code: 0, stdout: `${sheet}\n`, stderr: '' })
    const second = await ganymede(
      'sample',
      'latest',
      '--runs',
      runs,
      '--seed',
      '7',
      '--scale',
      '1',
      '--out',
      one,
      '--json',
    )
    expect(JSON.parse(second.stdout)).toMatchObject({ files: [one], seeds: [7], step: 2, scale: 1 })
    const cell = await sharp(sheet).extract({ left: 20, top: 2, width: 16, height: 16 }).raw().toBuffer()
    expect(await pixels(one)).toEqual(cell)
  })

  it('puts a sheet of 8 × 4 into the run, under a name of its own', async () => {
    const { stdout } = await ganymede('sample', '1', '--runs', runs)
    const [run = ''] = fs.readdirSync(runs)
    expect(stdout.trim()).toBe(path.join(runs, run, 'pictures', 'step-000002-seeds-0-31.png'))
    expect(await sharp(stdout.trim()).metadata()).toMatchObject({ width: 8 * (128 + 2) + 2, height: 4 * (128 + 2) + 2 })
    // The same pictures again are the same file; others are another.
    expect((await ganymede('sample', '1', '--runs', runs)).stdout).toBe(stdout)
    expect((await ganymede('sample', '1', '--runs', runs, '--step', '1')).stdout).toContain('step-000001-')
    expect((await ganymede('sample', '1', '--runs', runs, '--raw')).stdout).toContain('seeds-0-31-raw.png')
  })

  it('uses the average unless told otherwise', async () => {
    const folder = temporaryFolder()
    const [average, raw] = [path.join(folder, 'average.png'), path.join(folder, 'raw.png')]
    await ganymede('sample', '1', '--runs', runs, '--seed', '1', '--out', average)
    await ganymede('sample', '1', '--runs', runs, '--seed', '1', '--out', raw, '--raw')
    expect(await pixels(average)).not.toEqual(await pixels(raw))
  })

  it('computes in the precision asked for, and tells it in the name and the metadata', async () => {
    const sample = async (...words: string[]) => {
      const asked = ['sample', '1', '--runs', runs, '--seed', '1', '--scale', '1', '--json', ...words]
      const { code, stdout, stderr } = await ganymede(...asked)
      expect(code, stderr).toBe(0)
      const { files, precision } = JSON.parse(stdout)
      return { file: files[0] as string, precision }
    }
    const [full, half] = [await sample(), await sample('--precision', 'bfloat16')]
    expect([full.precision, half.precision]).toEqual(['float32', 'bfloat16'])
    expect(path.basename(half.file)).toBe('step-000002-seeds-1-bfloat16-scale-1.png')
    expect(fs.readFileSync(half.file, 'latin1')).toContain('"precision":"bfloat16"')
    expect(fs.readFileSync(full.file, 'latin1')).not.toContain('precision')
    const [a, b] = [await pixels(full.file), await pixels(half.file)]
    const differences = a.map((value, i) => Math.abs(value - (b[i] ?? 0)))
    expect(Math.max(...differences)).toBeLessThanOrEqual(BF16_LEVELS)
    // What the machine is fastest in, whichever that is.
    expect(['float32', 'bfloat16']).toContain((await sample('--precision', 'auto')).precision)
    const { code, stderr } = await ganymede('sample', '1', '--runs', runs, '--precision', 'float16')
    expect([code, stderr.includes('must be one of float32, auto, bfloat16')]).toEqual([2, true])
  })

  it('enlarges pixel by pixel or smoothly, or not at all, and the file says which', async () => {
    const folder = temporaryFolder()
    const sample = async (name: string, ...words: string[]) => {
      const file = path.join(folder, name)
      const { code, stderr } = await ganymede('sample', '1', '--runs', runs, '--seed', '1', '--out', file, ...words)
      expect(code, stderr).toBe(0)
      return file
    }
    const native = await sample('native.png', '--scale', '1')
    const three = await sample('three.png', '--scale', '3')
    const smooth = await sample('smooth.png', '--scale', '3', '--smooth')
    const webp = await sample('smooth.webp', '--smooth')
    expect(await sharp(three).metadata()).toMatchObject({ width: 48, height: 48 })
    expect(await sharp(three).resize(16, 16, { kernel: 'nearest' }).raw().toBuffer()).toEqual(await pixels(native))
    expect(await pixels(smooth)).not.toEqual(await pixels(three))
    expect(await pixels(smooth)).toEqual(await sharp(native).resize(48, 48, { kernel: 'lanczos3' }).raw().toBuffer())
    const layoutOf = (file: string) => readSheet(fs.readFileSync(file)).metadata.layout
    expect(layoutOf(native)).toMatchObject({ scale: 1 })
    expect(layoutOf(native).filter).toBeUndefined()
    expect(layoutOf(three)).toMatchObject({ scale: 3, filter: 'nearest', cellWidth: 48 })
    expect(layoutOf(smooth)).toMatchObject({ scale: 3, filter: 'lanczos3' })
    expect((await sharp(webp).metadata()).exif?.toString('latin1')).toContain('"scale":16,"filter":"lanczos3"')
  })

  it.each([
    ['sample', '--scale', '1'],
    ['sample', '--separate'],
    ['interpolate', '--out', 'frames'],
    ['interpolate', '--scale', '1'],
  ])('refuses --smooth where nothing is enlarged: %s %s', async (command, ...words) => {
    const { code, stderr } = await ganymede(command, '1', '--runs', runs, '--smooth', ...words)
    expect([code, stderr]).toEqual([2, expect.stringContaining('--smooth has nothing to enlarge: ')])
  })

  it.each([
    ['a picture', ['--seed', '1'], 256, 256],
    ['two pictures', ['--seeds', '0-1'], 2 * 258 + 2, 260],
    ['a sheet of 100', ['--seeds', '0-99'], 10 * (96 + 2) + 2, 10 * (96 + 2) + 2],
    ['a sheet in the native size', ['--seeds', '0-99', '--scale', '1'], 10 * 18 + 2, 10 * 18 + 2],
  ])('brings %s to a size that can be looked at', async (_, words, width, height) => {
    const file = path.join(temporaryFolder(), 'a.png')
    await ganymede('sample', '1', '--runs', runs, ...words, '--out', file)
    expect(await sharp(file).metadata()).toMatchObject({ width, height })
  })

  it('tells the seeds in the metadata of PNG and WebP', async () => {
    const folder = temporaryFolder()
    const [png, webp] = [path.join(folder, 'a.png'), path.join(folder, 'a.webp')]
    await ganymede('sample', '1', '--runs', runs, '--seeds', '2-4', '--out', png)
    await ganymede('sample', '1', '--runs', runs, '--seeds', '2-4', '--out', webp)
    expect(fs.readFileSync(png, 'latin1')).toContain('"seeds":[2,3,4]')
    const { exif, format } = await sharp(webp).metadata()
    expect(format).toBe('webp')
    expect(exif?.toString('latin1')).toContain('"seeds":[2,3,4]')
    expect(await pixels(webp)).toHaveLength(3 * 260 * (256 * 3 + 8))
  })

  it('writes one file for each seed with --separate', async () => {
    const out = path.join(temporaryFolder(), 'many')
    const { code, stdout } = await ganymede(
      'sample',
      '1',
      '--runs',
      runs,
      '--seeds',
      '0-1,9',
      '--separate',
      '--out',
      out,
    )
    expect(code).toBe(0)
    expect(stdout).toBe(`${out}   3 pictures\n`)
    expect(fs.readdirSync(out)).toEqual(['seed-000000.png', 'seed-000001.png', 'seed-000009.png'])
    const last = path.join(out, 'seed-000009.png')
    expect(fs.readFileSync(last, 'latin1')).toContain('"seeds":[9]')
    expect(await sharp(last).metadata()).toMatchObject({ width: 16, height: 16 })
  })

  it('overwrites nothing without --force', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'mine.png')
    fs.writeFileSync(file, 'precious')
    const words = ['sample', '1', '--runs', runs, '--seed', '1', '--out', file]
    const { code, stderr } = await ganymede(...words)
    expect(code).toBe(2)
    expect(stderr).toContain('✖ OUTPUT_EXISTS')
    expect(fs.readFileSync(file, 'utf8')).toBe('precious')
    expect((await ganymede(...words, '--force')).code).toBe(0)
    expect(await sharp(file).metadata()).toMatchObject({ format: 'png' })

    const many = ['sample', '1', '--runs', runs, '--seeds', '0-2', '--separate', '--out', folder]
    expect((await ganymede(...many)).code).toBe(0)
    expect((await ganymede(...many)).stderr).toContain('3 of these files exist already')
  })

  it.each([
    [['--seeds', '0-9', '--grid', '2x2'], 'OPTION_INVALID', '10 seeds do not fit into 2 x 2 cells'],
    [['--seed', '1', '--seeds', '1'], 'OPTION_INVALID', 'exclude one another'],
    [['--best', '--step', '1'], 'OPTION_INVALID', 'exclude one another'],
    [['--step', '77'], 'CHECKPOINT_MISSING', 'step-000001'],
    [['--seeds', '0-9999', '--scale', '64'], 'OPTION_INVALID', 'is too large'],
    [['--out', 'picture.jpg'], 'OPTION_INVALID', '.png or .webp'],
    [['--out', 'no/such/folder/a.png'], 'WRITE_FAILED', 'does not exist'],
    [['--device', 'tpu'], 'OPTION_INVALID', 'cuda:<number>'],
    [['--device', 'cuda:99'], 'DEVICE_UNAVAILABLE', 'cuda:99'],
  ])('refuses %j', async (words, code, text) => {
    const { code: exit, stderr } = await ganymede('sample', '1', '--runs', runs, ...words)
    expect(exit).toBeGreaterThan(0)
    expect(stderr).toContain(`✖ ${code}`)
    expect(stderr).toContain(text)
  })
})

describe('ganymede interpolate', () => {
  const walk = ['interpolate', '1', '--runs', runs, '--seeds', '1,5', '--seconds', '1', '--fps', '5']

  it.each(['.gif', '.webp'])('writes an animation as %s', async (ending) => {
    const file = path.join(temporaryFolder(), `walk${ending}`)
    const { code, stdout } = await ganymede(...walk, '--scale', '2', '--out', file)
    expect([code, stdout]).toEqual([0, `${file}\n`])
    expect(await sharp(file, { animated: true }).metadata()).toMatchObject({ pages: 5, width: 32, pageHeight: 32 })
  })

  it('writes frames whose ends are the pictures of the seeds', async () => {
    const folder = temporaryFolder()
    const frames = path.join(folder, 'frames')
    expect((await ganymede(...walk, '--out', frames)).code).toBe(0)
    expect(fs.readdirSync(frames)).toHaveLength(5)
    for (const [seed, frame] of [
      ['1', 'frame-00000.png'],
      ['5', 'frame-00004.png'],
    ] as const) {
      const file = path.join(folder, `${seed}.png`)
      await ganymede('sample', '1', '--runs', runs, '--seed', seed, '--scale', '1', '--out', file)
      expect(await pixels(path.join(frames, frame))).toEqual(await pixels(file))
    }
  })

  it('brings an animation to a size that can be looked at, with --smooth without its pixels', async () => {
    const [plain, smooth] = [path.join(temporaryFolder(), 'a.webp'), path.join(temporaryFolder(), 'b.webp')]
    await ganymede(...walk, '--out', plain)
    await ganymede(...walk, '--smooth', '--out', smooth)
    expect(await sharp(plain, { animated: true }).metadata()).toMatchObject({ width: 256, pageHeight: 256 })
    expect((await sharp(smooth).metadata()).exif?.toString('latin1')).toContain('"scale":16,"filter":"lanczos3"')
    expect(await pixels(smooth)).not.toEqual(await pixels(plain))
  })

  it('puts a walk into the run and keeps the one before', async () => {
    const first = await ganymede(...walk)
    const second = await ganymede(...walk)
    expect(path.basename(first.stdout.trim())).toBe('step-000002-walk-1+5.webp')
    expect(path.basename(second.stdout.trim())).toBe('step-000002-walk-1+5-2.webp')
  })

  it.each([
    [['--seeds', '3'], 'two or more seeds'],
    [['--seconds', '1h'], '3000 are possible'],
    [['--seconds', '50s', '--fps', '50', '--scale', '64'], 'a smaller --scale'],
    [['--fps', '90'], 'from 1 to 50'],
    [['--out', 'walk.avi'], '.gif, .webp, .mp4 or a folder'],
  ])('refuses %j', async (words, text) => {
    const { code, stderr } = await ganymede('interpolate', '1', '--runs', runs, ...words)
    expect(code).toBe(2)
    expect(stderr).toContain(text)
  })
})
