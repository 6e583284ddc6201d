import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findRun } from '@ganymede/runs/folder'
import { readSheet } from '@ganymede/runs/sheets'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { evaluate } from '../../../src/api/evaluate.js'
import { loadModel } from '../../../src/api/load-model.js'
import { loadTranslator } from '../../../src/api/load-translator.js'
import { findSystem } from '../../../src/models/registry.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'
import { startTraining } from '../../../src/training/start-training.js'
import { ganymede } from './command-line.js'

// Two runs of one step: pix2pix on pairs side by side, CycleGAN on two folders.
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-translate-run-'))
afterAll(() => fs.rmSync(place, { recursive: true, force: true }))
const pairs = path.join(place, 'pairs')
const domains = path.join(place, 'domains')

/** Left dark with a light bar, right its negative: what a pair may look like. */
async function pair(file: string, shade: number): Promise<void> {
  const [width, height] = [64, 32]
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % width
    const value = (x % 32) * 6 + shade
    return x < 32 ? value : 255 - value
  })
  fs.mkdirSync(path.dirname(file), { recursive: true })
  await sharp(data, { raw: { width, height, channels: 3 } }).toFile(file)
}

async function train(name: 'pix2pix' | 'cyclegan', data: string, sets: readonly string[]): Promise<void> {
  const system = findSystem(name)
  const { options } = resolveOptions(system, {
    sets: [
      `data.path=${data}`,
      ...sets,
      ...['steps=1', 'batch=1', 'gridSize=1', 'threads=1', 'checkpointEvery=1'].map((one) => `train.${one}`),
    ],
  })
  await startTraining({ system, options, out: place })
}

beforeAll(async () => {
  for (const [i, part] of ['train', 'train', 'test', 'test'].entries())
    await pair(path.join(pairs, part, `${i}.png`), i * 7)
  for (const folder of ['trainA', 'trainB', 'testA', 'testB']) {
    const file = path.join(domains, folder, '1.png')
    fs.mkdirSync(path.dirname(file), { recursive: true })
    await sharp({
      create: { width: 32, height: 32, channels: 3, background: folder.endsWith('A') ? 'red' : 'navy' },
    }).toFile(file)
  }
  const small = ['size=32', 'widthG=2', 'widthD=2', 'layersD=1'].map((one) => `model.${one}`)
  await train('pix2pix', pairs, small)
  await train('cyclegan', domains, [
    'model.size=32',
    'model.widthG=2',
    'model.widthD=2',
    'model.layersD=1',
    'model.network=unet',
  ])
})

describe('a run of pix2pix', () => {
  it('translates the test part of its own data beside the truth, into the run', async () => {
    const { code, stdout, stderr } = await ganymede('translate', '1', '--runs', place, '--split', 'test', '--json')
    expect(code, stderr).toBe(0)
    const { files, summary, page } = JSON.parse(stdout)
    expect(files.map(({ name }: { name: string }) => path.basename(name))).toEqual(['2.png', '3.png'])
    expect(summary.pictures).toBe(2)
    expect(summary.copyL1).toBeGreaterThan(0)
    expect(page).toMatch(/translations.step-000001-pairs-test.index\.html$/)
    expect(fs.readFileSync(page, 'utf8').match(/<article/g)).toHaveLength(2)
  })

  it('takes data of its kind as the input too', async () => {
    const out = path.join(temporaryFolder(), 'out')
    const words = ['translate', '1', pairs, out, '--runs', place, '--split', 'train', '--limit', '1']
    const { code, stderr } = await ganymede(...words)
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('the first 1 of 2 pictures')
    expect(fs.existsSync(path.join(out, 'index.html'))).toBe(true)
  })

  it.each([
    [48, [], false],
    [49, [], true],
    [49, ['--size', 'own'], false],
    [49, ['--size', 'trained'], false],
  ])(
    'proposes the size of training for pictures over 1.5 times as large: %i px with %j',
    async (side, words, isTold) => {
      const folder = temporaryFolder()
      const input = path.join(folder, 'large.png')
      await sharp({ create: { width: side, height: 32, channels: 3, background: 'teal' } }).toFile(input)
      const run = ['translate', '2', input, path.join(folder, 'out.png'), '--runs', place, ...words]
      const { code, stderr } = await ganymede(...run)
      expect(code, stderr).toBe(0)
      expect(stderr.includes(`large.png has ${side} × 32 pixels, and training had 32 × 32`)).toBe(isTold)
      expect(stderr.includes('--size trained')).toBe(isTold)
      const told = JSON.parse((await ganymede(...run, '--force', '--json')).stdout).notes.join()
      expect(told.includes('--size trained')).toBe(isTold)
    },
  )

  it('translates one way only, and says so', async () => {
    const { code, stderr } = await ganymede('translate', '1', pairs, 'out', '--runs', place, '--direction', 'b2a')
    expect([code, stderr.includes('translates a2b, not b2a')]).toEqual([2, true])
  })

  it('is evaluated on its test pairs, beside copying', async () => {
    const cards = await evaluate('1', { out: place, bootstrap: 50, device: 'cpu' })
    expect(cards.map(({ metric }) => metric)).toEqual(['l1', 'l1-gain', 'psnr', 'ssim'])
    const [l1, gain] = cards
    expect([l1?.split, l1?.counts.real, l1?.interval !== null]).toEqual(['test', 2, true])
    expect(gain?.value).toBeCloseTo(1 - (l1?.value ?? 0) / (l1?.details.ofInput ?? 1), 9)
    const { code, stdout } = await ganymede(
      'evaluate',
      '1',
      '--runs',
      place,
      '--features',
      'random-conv',
      '--json',
      '--fail-below',
      'l1-gain=2',
    )
    expect(code).toBe(4)
    expect(JSON.parse(stdout).cards.map(({ metric }: { metric: string }) => metric)).toContain('kid')
    const refused = await ganymede('evaluate', '1', '--runs', place, '--metrics', 'is')
    expect([refused.code, refused.stderr.includes('made from seeds')]).toEqual([2, true])
  })

  it('is evaluated class by class where its outputs are label maps', async () => {
    const colours = ['--label-colours', '#000000 dark,#ffffff light']
    const { code, stdout, stderr } = await ganymede('evaluate', '1', '--runs', place, ...colours, '--json')
    expect(code, stderr).toBe(0)
    const { cards } = JSON.parse(stdout) as { cards: { metric: string; value: number; details: object }[] }
    const of = (metric: string) => cards.find((card) => card.metric === metric)
    expect(of('pixel-accuracy')?.value).toBeGreaterThanOrEqual(0)
    expect(of('class-accuracy')?.value).toBeLessThanOrEqual(1)
    expect(Object.keys(of('iou')?.details ?? {})).toEqual(['iou dark', 'iou light'])
    const refused = await ganymede('evaluate', '1', '--runs', place, '--label-colours', 'red')
    expect([refused.code, refused.stderr.includes('red: there is no such file')]).toEqual([2, true])
  })

  it('translates from code, pictures of any size and kind', async () => {
    const model = loadModel('1', { out: place })
    const file = path.join(pairs, 'test', '2.png')
    const [whole, pixels] = await model.translate([
      file,
      { width: 5, height: 70, channels: 1, data: new Uint8Array(350) },
    ])
    expect([whole?.pixels.width, whole?.pixels.height, whole?.pixels.channels]).toEqual([64, 32, 3])
    expect([pixels?.pixels.width, pixels?.pixels.height]).toEqual([5, 70])
    const [bytes] = await model.translate([fs.readFileSync(file)])
    expect(bytes?.pixels.data).toEqual(whole?.pixels.data)
    await expect(model.translate(['nowhere.png'])).rejects.toThrow('nowhere.png')
    model.dispose()
  })
})

describe('a run of CycleGAN', () => {
  it('translates both ways', async () => {
    const there = loadTranslator('2', { out: place })
    const back = loadTranslator('2', { out: place, direction: 'b2a' })
    // As a program without types may call it.
    await expect(there.translate('photo.png' as unknown as string[])).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    expect([there.direction, back.direction, there.mode, there.dropout]).toEqual(['a2b', 'b2a', null, null])
    const input = [path.join(domains, 'testA', '1.png')]
    const [a] = await there.translate(input)
    const [b] = await back.translate(input)
    expect(a?.pixels.data).not.toEqual(b?.pixels.data)
    there.dispose()
    back.dispose()
    const { code, stdout, stderr } = await ganymede(
      'translate',
      '2',
      '--runs',
      place,
      '--split',
      'test',
      '--direction',
      'b2a',
      '--json',
    )
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ direction: 'b2a', summary: null, page: null })
  })

  it('is inspected in a line for each file, networks first, and tensor by tensor when asked', async () => {
    const { code, stdout } = await ganymede('inspect', '2', '--runs', place)
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.length).toBeLessThan(16)
    expect(lines[0]).toMatch(/0002-cyclegan-domains.checkpoints.step-000001$/)
    expect(stdout).toMatch(
      /generator\.safetensors .*a2b, b2a: U-Net of 5 halvings, width 2, 3 → 3 channels, instance norm/,
    )
    expect(stdout).toMatch(/optimizer-\w+\.safetensors .*optimizer: .*exp_avg.* of \d+ parameters/)
    const numbers = (name: string) => (new RegExp(`${name} +(\\d+) +([\\d ]+?)  `).exec(stdout) ?? []).slice(1)
    expect(Number(numbers('all together')[0])).toBeGreaterThan(Number(numbers('networks together')[0]))
    expect(stdout).not.toContain('float32')
    const stats = (await ganymede('inspect', '2', '--runs', place, '--stats')).stdout
    expect([stats.includes('a2b.model'), /main\/.*exp_avg/.test(stats)]).toEqual([true, false])
    const all = (await ganymede('inspect', '2', '--runs', place, '--all')).stdout
    expect(all).toMatch(/exp_avg +float32/)
  })

  it('is evaluated by sets, since its pictures have no truth', async () => {
    const { code, stderr } = await ganymede('evaluate', '2', '--runs', place)
    expect([code, stderr.includes('are no pairs')]).toEqual([2, true])
  })
})

it('a run that makes pictures from seeds translates nothing', async () => {
  const system = findSystem('dcgan')
  const { options } = resolveOptions(system, {
    sets: [
      'data.path=builtin:glyphs?count=8',
      ...['size=16', 'widthG=4', 'widthD=4'].map((one) => `model.${one}`),
      ...['steps=1', 'batch=4', 'gridSize=4', 'threads=1'].map((one) => `train.${one}`),
    ],
  })
  const out = temporaryFolder()
  await startTraining({ system, options, out })
  const { code, stderr } = await ganymede('translate', '1', pairs, 'out', '--runs', out)
  expect([code, stderr.includes('makes no pictures from pictures')]).toEqual([2, true])
})

it.each([
  ['1', ['input', 'target']],
  ['2', ['A', 'B']],
])('titles the real images of run %s by what they are', (id, titles) => {
  const { layout } = readSheet(fs.readFileSync(findRun(id, { out: place }).reals)).metadata
  expect(layout.columnTitles).toEqual(titles)
})
