import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { Generator, scope, writeTorchFile } from '@ganymede/torch'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { type LoadTranslatorOptions, loadTranslator } from '../../../src/api/load-translator.js'
import { ResnetGenerator } from '../../../src/models/image-to-image/resnet-generator.js'
import { UnetGenerator } from '../../../src/models/image-to-image/unet.js'
import { ganymede } from './command-line.js'

// Weights and pictures for the whole file: nothing is trained.
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-translate-'))
afterAll(() => fs.rmSync(place, { recursive: true, force: true }))

const resnet = path.join(place, 'latest_net_G.pth')
const unet = path.join(place, 'unet_net_G.pth')
const photos = path.join(place, 'photos')

async function photo(file: string, width: number, height: number, shade = 0): Promise<void> {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7 + shade * 31 + (i % 3) * 50) % 256)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  await sharp(data, { raw: { width, height, channels: 3 } }).toFile(file)
}

beforeAll(async () => {
  scope(() => {
    const rng = new Generator(3)
    const generator = new ResnetGenerator({ inputChannels: 3, outputChannels: 3, width: 4, blocks: 1, rng })
    writeTorchFile(resnet, generator.stateDict())
    generator.dispose()
    const other = new UnetGenerator({ inputChannels: 3, outputChannels: 1, downs: 6, width: 4, rng })
    writeTorchFile(unet, other.stateDict())
    other.dispose()
    rng.dispose()
  })
  await photo(path.join(photos, 'a.png'), 30, 20)
  await photo(path.join(photos, 'a.jpg'), 24, 40, 1)
  await photo(path.join(photos, 'inner', 'b c%.png'), 33, 17, 2)
})

// Grey levels: eight bits of mantissa, through a few layers.
const BF16_LEVELS = 4

const pixels = (file: string) => sharp(file).raw().toBuffer()

describe('ganymede translate', () => {
  it('translates a picture of any size by a file of weights, and says how', async () => {
    const out = path.join(temporaryFolder(), 'out.png')
    const { code, stdout, stderr } = await ganymede('translate', resnet, path.join(photos, 'a.png'), out)
    expect([code, stdout]).toEqual([0, `${out}\n`])
    expect(stderr).toContain('ResNet of 1 blocks, width 4, 3 → 3 channels, instance norm')
    expect(stderr).toContain('truncated')
    expect(await sharp(out).metadata()).toMatchObject({ width: 30, height: 20, channels: 3, format: 'png' })
  })

  it('says whether batch norm uses the picture or the training, and repeats dropout by its seed', async () => {
    const folder = temporaryFolder()
    const run = async (name: string, ...words: string[]) => {
      const file = path.join(folder, name)
      const { code, stderr } = await ganymede('translate', unet, path.join(photos, 'a.png'), file, ...words)
      expect(code, stderr).toBe(0)
      return { bytes: await pixels(file), stderr }
    }
    const usual = await run('1.png')
    expect(usual.stderr).toContain("batch norm uses each picture's own statistics (--mode batch); dropout on, seed 0")
    expect((await run('2.png')).bytes).toEqual(usual.bytes)
    expect((await run('3.png', '--seed', '5')).bytes).not.toEqual(usual.bytes)
    const plain = await run('4.png', '--mode', 'running', '--dropout', 'off')
    expect(plain.stderr).toContain('statistics of training (--mode running); dropout off')
    expect(plain.bytes).not.toEqual(usual.bytes)
    // One channel comes out as a grey picture.
    expect(await sharp(path.join(folder, '4.png')).metadata()).toMatchObject({ channels: 1 })
  })

  it('translates a folder with all below it, under the same names', async () => {
    const out = path.join(temporaryFolder(), 'made')
    const { code, stdout } = await ganymede('translate', resnet, photos, out, '--format', 'webp')
    expect([code, stdout]).toEqual([0, `${out}   3 pictures\n`])
    expect(fs.readdirSync(out).sort()).toEqual(['a-png.webp', 'a.webp', 'inner'])
    expect(await sharp(path.join(out, 'inner', 'b c%.webp')).metadata()).toMatchObject({ width: 33, height: 17 })
  })

  it('writes names as long as file systems take, names those that become too long, and makes the others', async () => {
    const folder = path.join(temporaryFolder(), 'long')
    const long = 'x'.repeat(251)
    await photo(path.join(folder, 'a.png'), 16, 16)
    await photo(path.join(folder, `${long}.png`), 16, 16, 1)
    await photo(path.join(folder, 'z.png'), 16, 16, 2)
    const out = path.join(folder, '..', 'out')
    const all = await ganymede('translate', resnet, folder, out, '--html')
    expect([all.code, all.stdout]).toEqual([0, `${out}   3 pictures\n`])
    expect(fs.readdirSync(out).sort()).toEqual(['a.png', 'index.html', 'index_files', `${long}.png`, 'z.png'])

    // One byte more than there may be.
    const webp = `${out}-webp`
    const some = await ganymede('translate', resnet, folder, webp, '--format', 'webp', '--json')
    expect(some.code).toBe(2)
    expect(some.stderr).toContain(`${long}.webp could not be written: the name is too long (ENAMETOOLONG)`)
    expect(JSON.parse(some.stdout)).toMatchObject({ failures: [{ name: `${long}.png` }] })
    expect(fs.readdirSync(webp).sort()).toEqual(['a.webp', 'z.webp'])
  })

  it('counts no pictures of an earlier call, and says when there are no others', async () => {
    const folder = path.join(temporaryFolder(), 'mixed')
    await photo(path.join(folder, 'a-made', '1.png'), 16, 16)
    await photo(path.join(folder, 'b.png'), 16, 16, 1)
    await photo(path.join(folder, 'c.png'), 16, 16, 2)
    const out = path.join(folder, 'a-made')
    const one = await ganymede('translate', resnet, folder, out, '--limit', '1', '--json')
    expect(one.code).toBe(0)
    expect(JSON.parse(one.stdout)).toMatchObject({
      notes: ['the first 1 of 2 pictures (--limit)'],
      files: [{ name: 'b.png' }],
    })
    for (const name of ['b.png', 'c.png']) fs.rmSync(path.join(folder, name))
    const none = await ganymede('translate', resnet, folder, out, '--force')
    expect([none.code, none.stderr.includes('✖ DATA_EMPTY')]).toEqual([2, true])
  })

  it('writes over inputs never, not even over those behind --limit', async () => {
    const folder = path.join(temporaryFolder(), 'two')
    await photo(path.join(folder, 'a.jpg'), 16, 16)
    await photo(path.join(folder, 'a.png'), 16, 16, 1)
    const { code, stderr } = await ganymede('translate', resnet, folder, folder, '--limit', '1', '--force')
    expect([code, stderr.includes('✖ OUTPUT_EXISTS')]).toEqual([2, true])
  })

  it('is asked from code for what there is, and names all that is wrong', () => {
    const asked = { direction: 'up', mode: 'instance', seed: 1.5, dropout: 'on', raw: 1, precision: 'int8' }
    const open = () => loadTranslator(unet, asked as unknown as LoadTranslatorOptions)
    expect(open).toThrow('direction must be a2b or b2a, got "up"')
    try {
      open()
    } catch (error) {
      expect(error).toMatchObject({ code: 'OPTION_INVALID', lines: { length: 5 } })
    }
    for (const seed of [-1, 2 ** 41, Number.NaN]) expect(() => loadTranslator(unet, { seed })).toThrow('whole number')
  })

  it('takes a folder whose name has an ending', async () => {
    const folder = path.join(temporaryFolder(), 'results-v1.2')
    fs.mkdirSync(folder)
    expect((await ganymede('translate', resnet, path.join(photos, 'a.png'), folder)).code).toBe(0)
    expect(fs.readdirSync(folder)).toEqual(['a.png'])
    const fresh = `${folder}.3`
    const refused = await ganymede('translate', resnet, path.join(photos, 'a.png'), fresh)
    expect(refused.stderr).toContain('must end in .png, .jpg or .webp')
    expect((await ganymede('translate', resnet, path.join(photos, 'a.png'), `${fresh}/`)).code).toBe(0)
  })

  it('refuses sizes that no memory holds before it reads a picture', async () => {
    const out = path.join(temporaryFolder(), 'large.png')
    for (const size of ['99999', '1x70000']) {
      const { code, stderr } = await ganymede('translate', resnet, path.join(photos, 'a.png'), out, '--size', size)
      expect(code).toBe(2)
      expect(stderr).toContain('✖ OPTION_INVALID')
      expect(stderr).toContain('134217728 pixels')
    }
  })

  it('takes any number of pictures and folders, as a shell hands them over', async () => {
    const folder = temporaryFolder()
    const [one, two] = [path.join(folder, 'one.png'), path.join(folder, 'two.png')]
    await photo(one, 8, 8)
    await photo(two, 12, 8, 3)
    const existing = path.join(folder, 'existing')
    fs.mkdirSync(existing)
    const both = await ganymede('translate', resnet, one, two, existing)
    expect([both.code, both.stdout]).toEqual([0, `${existing}   2 pictures\n`])
    expect(fs.readdirSync(existing).sort()).toEqual(['one.png', 'two.png'])
    const made = await ganymede('translate', resnet, one, photos, one, two, `${folder}/new/`)
    expect([made.code, made.stdout]).toEqual([0, `${folder}/new/   5 pictures\n`])
    expect(fs.readdirSync(path.join(folder, 'new')).sort()).toEqual(['one.png', 'photos', 'two.png'])
    const flag = await ganymede('translate', resnet, one, two, '--out', path.join(folder, 'flag'))
    expect([flag.code, fs.readdirSync(path.join(folder, 'flag'))]).toEqual([0, ['one.png', 'two.png']])
  })

  it('refuses words that may be inputs or outputs, and names all that are not there', async () => {
    const folder = temporaryFolder()
    const [one, two] = [path.join(folder, 'one.png'), path.join(folder, 'two.png')]
    await photo(one, 8, 8)
    await photo(two, 8, 8)
    const refusal = async (...words: string[]) => {
      const { code, stderr } = await ganymede('translate', resnet, ...words)
      expect(code).toBe(2)
      return stderr
    }
    // The shell made two words of *.png.
    expect(await refusal(one, two)).toContain('is it a second input, or the output?')
    expect(await refusal(one, two, path.join(folder, 'tree.png'))).toContain('several pictures need a folder to go to')
    expect(await refusal(one, two, path.join(folder, 'tree.tif'))).toContain(
      'behind the name of a new folder put a slash',
    )
    expect(await refusal(one, path.join(folder, 'x'), '--out', folder)).toContain('the output is named twice')
    const lost = await refusal(path.join(folder, 'a.png'), one, path.join(folder, 'b.png'), `${folder}/out/`)
    expect(lost).toContain(path.join(folder, 'b.png'))
    // No run has a folder for them.
    expect(await refusal(one, two, one)).toContain('the place for the pictures is missing')
    expect((await ganymede('translate', resnet, one, two, '--force')).code).toBe(0)
  })

  it('leaves out what it cannot read, names it, makes the others and fails', async () => {
    const folder = temporaryFolder()
    const input = path.join(folder, 'in')
    await photo(path.join(input, 'good.png'), 16, 16)
    fs.writeFileSync(path.join(input, 'bad.png'), 'not a picture')
    fs.writeFileSync(path.join(input, 'torn.jpg'), fs.readFileSync(path.join(photos, 'a.jpg')).subarray(0, 300))
    const { code, stdout, stderr } = await ganymede('translate', resnet, input, path.join(folder, 'out'), '--json')
    expect(code).toBe(2)
    const report = JSON.parse(stdout)
    expect(report.files.map(({ name }: { name: string }) => name)).toEqual(['good.png'])
    expect(report.failures.map(({ name }: { name: string }) => name)).toEqual(['bad.png', 'torn.jpg'])
    expect(stderr).toContain('bad.png')
  })

  it('writes over nothing without --force, and over inputs never', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'p.png')
    await photo(file, 16, 16)
    const before = fs.readFileSync(file)
    for (const target of [file, folder]) {
      const { code, stderr } = await ganymede('translate', resnet, file, target, '--force')
      expect([code, stderr.includes('✖ OUTPUT_EXISTS')]).toEqual([2, true])
    }
    fs.symlinkSync(folder, path.join(folder, 'link'))
    expect((await ganymede('translate', resnet, file, path.join(folder, 'link', 'p.png'), '--force')).code).toBe(2)
    expect(fs.readFileSync(file)).toEqual(before)
    const out = path.join(folder, 'out.png')
    fs.writeFileSync(out, 'precious')
    expect((await ganymede('translate', resnet, file, out)).code).toBe(2)
    expect(fs.readFileSync(out, 'utf8')).toBe('precious')
    expect((await ganymede('translate', resnet, file, out, '--force')).code).toBe(0)
  })

  it('measures against the truth, beside copying, and writes a page that works offline', async () => {
    const folder = temporaryFolder()
    const out = path.join(folder, 'made')
    const truth = path.join(folder, 'truth')
    await photo(path.join(truth, 'a.jpg'), 24, 40, 1)
    await photo(path.join(truth, 'inner', 'b c%.webp'), 33, 17, 2)
    fs.writeFileSync(path.join(folder, 'not-there.txt'), '')
    const input = path.join(folder, 'in')
    fs.cpSync(photos, input, { recursive: true })
    fs.rmSync(path.join(input, 'a.png'))
    const words = ['translate', resnet, input, out, '--truth', truth, '--features', 'random-conv', '--json']
    const { code, stdout } = await ganymede(...words)
    expect(code).toBe(0)
    const { summary, page, files } = JSON.parse(stdout)
    expect(summary).toMatchObject({ pictures: 2, lpips: null })
    for (const name of ['l1', 'psnr', 'ssim', 'copyL1', 'fid', 'kid'])
      expect(Number.isFinite(summary[name]), name).toBe(true)
    expect(files[0].scores.l1).toBeGreaterThan(0)
    expect(page).toBe(path.join(out, 'index.html'))
    const text = fs.readFileSync(page, 'utf8')
    const sections = [...text.matchAll(/<h2 id="(\w+)">/g)].map(([, id]) => id)
    expect(sections).toEqual(['pictures', 'numbers', 'table'])
    expect(text).toMatch(/<a href="#numbers">[\w ()-]+ [\d.]+/)
    const sources = [...text.matchAll(/\b(?:src|href)="([^"#][^"]*)"/g)].map(([, source = '']) => source)
    expect(sources).toHaveLength(2 * 4)
    for (const source of sources) expect(fs.existsSync(path.join(out, decodeURIComponent(source))), source).toBe(true)
    expect(text.match(/loading="lazy"/g)).toHaveLength(6)
    expect(text).toContain('prefers-color-scheme:dark')
    expect(text).not.toMatch(/https?:\/\/|@import|url\(/)
    // A flag that breaks at its hyphen cannot be read.
    const flags = await ganymede('translate', unet, path.join(photos, 'a.png'), path.join(folder, 'u.png'), '--html')
    expect(flags.code).toBe(0)
    expect(fs.readFileSync(path.join(folder, 'u.html'), 'utf8')).toContain('<span class="flag">(--mode batch)</span>')
    expect(JSON.parse(fs.readFileSync(path.join(out, 'scores.json'), 'utf8')).pictures).toHaveLength(2)
    expect((await ganymede(...words)).stderr).toContain('OUTPUT_EXISTS')
  })

  it('writes over truths never, and over no scores without --force', async () => {
    const folder = temporaryFolder()
    const truth = path.join(folder, 'truth', 'a.png')
    await photo(truth, 30, 20)
    const before = fs.readFileSync(truth)
    const words = ['translate', resnet, path.join(photos, 'a.png')]
    const over = await ganymede(...words, truth, '--truth', truth, '--force')
    expect([over.code, over.stderr.includes('over what is read')]).toEqual([2, true])
    expect(fs.readFileSync(truth)).toEqual(before)
    const scores = path.join(folder, 'out-scores.json')
    const scored = () => ganymede(...words, path.join(folder, 'out.png'), '--truth', truth, '--html')
    fs.writeFileSync(scores, 'precious')
    const refused = await scored()
    expect([refused.code, refused.stderr.includes('out-scores.json')]).toEqual([2, true])
    fs.rmSync(scores)
    expect((await scored()).code).toBe(0)
    expect(JSON.parse(fs.readFileSync(scores, 'utf8')).pictures).toHaveLength(1)
  })

  it('names pictures that vanish while it works, and makes the others', async () => {
    const folder = temporaryFolder()
    const input = path.join(folder, 'in')
    for (const name of ['1.png', '2.png', '3.png']) await photo(path.join(input, name), 16, 16)
    const out = path.join(folder, 'out')
    const done = ganymede('translate', resnet, input, out, '--json')
    const watch = setInterval(() => {
      if (fs.existsSync(path.join(out, '1.png'))) fs.rmSync(path.join(input, '3.png'), { force: true })
    }, 1)
    const { code, stdout } = await done
    clearInterval(watch)
    const { files, failures } = JSON.parse(stdout)
    expect([code, files.length, failures.map(({ name }: { name: string }) => name)]).toEqual([2, 2, ['3.png']])
    expect(failures[0].reason).toContain('there is no such file')
  })

  it('computes in bf16 when asked to, and says so', async () => {
    const folder = temporaryFolder()
    const made = async (precision: string) => {
      const file = path.join(folder, `${precision}.png`)
      const words = ['translate', resnet, path.join(photos, 'a.jpg'), file, '--precision', precision]
      const { code, stderr } = await ganymede(...words)
      expect(code, stderr).toBe(0)
      return { bytes: await pixels(file), stderr }
    }
    const [full, half] = [await made('float32'), await made('bfloat16')]
    expect([full.stderr.includes('bf16'), half.stderr.includes('computed in bf16 (--precision bfloat16)')]).toEqual([
      false,
      true,
    ])
    const differences = full.bytes.map((value, i) => Math.abs(value - (half.bytes[i] ?? 0)))
    expect(Math.max(...differences)).toBeGreaterThan(0)
    expect(Math.max(...differences)).toBeLessThanOrEqual(BF16_LEVELS)
    const { code, stderr } = await ganymede('translate', resnet, photos, 'out', '--precision', 'half')
    expect([code, stderr.includes('--precision')]).toEqual([2, true])
  })

  it('tells pictures whose truth is of another size, and makes them all the same', async () => {
    const folder = temporaryFolder()
    await photo(path.join(folder, 'truth.png'), 8, 8)
    const words = ['translate', resnet, path.join(photos, 'a.png'), path.join(folder, 'out.png')]
    const { code, stderr } = await ganymede(...words, '--truth', path.join(folder, 'truth.png'))
    expect([code, fs.existsSync(path.join(folder, 'out.png'))]).toEqual([2, true])
    expect(stderr).toContain('the truth has 8 × 8 pixels, the output 30 × 20')
    const sized = await ganymede(...words, '--truth', path.join(folder, 'truth.png'), '--size', '12', '--force')
    expect(sized.code).toBe(0)
    expect(await sharp(path.join(folder, 'out.png')).metadata()).toMatchObject({ width: 12, height: 12 })
  })

  it('goes through a large picture in tiles, and says so', async () => {
    const out = path.join(temporaryFolder(), 'out.png')
    await photo(path.join(place, 'large.png'), 200, 120)
    const words = [
      'translate',
      resnet,
      path.join(place, 'large.png'),
      out,
      '--tile',
      '96',
      '--statistics',
      'exact',
      '--json',
    ]
    const { files } = JSON.parse((await ganymede(...words)).stdout)
    expect(files[0].way).toMatchObject({ kind: 'tiles', width: 96, statistics: 'exact' })
  })

  it.each([
    [[], 'OPTION_INVALID', '<run> is missing'],
    [[resnet], 'OPTION_INVALID', '<input> is missing'],
    [[resnet, photos], 'OPTION_INVALID', 'the place for the pictures is missing'],
    [[resnet, path.join(place, 'nowhere'), 'out'], 'DATA_NOT_FOUND', 'nowhere'],
    [[path.join(place, 'none.pth'), photos, 'out'], 'FILE_UNREADABLE', 'none.pth'],
    [[resnet, photos, 'out.png'], 'OPTION_INVALID', 'must be a folder'],
    [[resnet, path.join(photos, 'a.png'), 'out.gif'], 'OPTION_INVALID', '.png, .jpg or .webp'],
    [[resnet, photos, 'out', '--mode', 'batch'], 'OPTION_INVALID', 'it has no batch norm'],
    [[resnet, photos, 'out', '--dropout', 'on'], 'OPTION_INVALID', 'no dropout'],
    [[resnet, photos, 'out', '--direction', 'b2a'], 'OPTION_INVALID', 'holds one generator'],
    [[resnet, photos, 'out', '--split', 'test'], 'OPTION_INVALID', '--split cannot be used with a file'],
    [[resnet, photos, 'out', '--tile', '3'], 'OPTION_INVALID', 'auto, whole or pixels'],
    [[resnet, photos, 'out', '--truth', place, '--split', 'test'], 'OPTION_INVALID', '--truth is for files'],
    [['latest', photos, '--runs', place], 'RUN_NOT_FOUND', ''],
  ])('refuses %j', async (words, code, text) => {
    const { code: exit, stderr } = await ganymede('translate', ...words)
    expect(exit).toBe(2)
    expect(stderr).toContain(`✖ ${code}`)
    expect(stderr).toContain(text)
  })
})
