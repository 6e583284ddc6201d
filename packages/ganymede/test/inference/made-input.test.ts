import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findRun } from '@ganymede/runs/folder'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { loadTranslator } from '../../src/api/load-translator.js'
import { openModel } from '../../src/inference/open-model.js'
import { findSystem } from '../../src/models/registry.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { openTrainingData } from '../../src/training/feed/open-training-data.js'
import { startTraining } from '../../src/training/start-training.js'
import { ganymede } from '../cli/commands/command-line.js'

// Runs of one step: from edges of photographs, from grey to colour the other way round, and on built-in data.
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-made-input-'))
afterAll(() => fs.rmSync(place, { recursive: true, force: true }))
const photos = path.join(place, 'photos')

async function photo(file: string, seed: number): Promise<void> {
  const [width, height] = [48, 40]
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3]
    const isInside = (x - 24) ** 2 + (y - 20) ** 2 < (8 + seed) ** 2
    return isInside ? 220 - 40 * c : 30 + 20 * c + x
  })
  fs.mkdirSync(path.dirname(file), { recursive: true })
  await sharp(data, { raw: { width, height, channels: 3 } }).toFile(file)
}

async function train(...sets: readonly string[]): Promise<void> {
  const system = findSystem('pix2pix')
  const small = ['size=32', 'widthG=2', 'widthD=2', 'layersD=1'].map((one) => `model.${one}`)
  const short = ['steps=1', 'batch=1', 'gridSize=1', 'threads=1', 'checkpointEvery=1'].map((one) => `train.${one}`)
  const { options } = resolveOptions(system, { sets: [...sets, ...small, ...short] })
  await startTraining({ system, options, out: place })
}

beforeAll(async () => {
  for (const seed of [1, 4]) await photo(path.join(photos, `${seed}.png`), seed)
  await train(`data.path=${photos}`, 'data.pairs=edges', 'data.edgeShare=0.2')
  await train(`data.path=${photos}`, 'data.pairs=grey', 'data.direction=b2a')
  await train('data.path=builtin:glyphs?count=4')
})

describe('a run whose pairs were made from photographs', () => {
  it('makes the input of a photograph exactly as training made it', async () => {
    const translator = loadTranslator('1', { out: place })
    expect(translator.inputMaking).toEqual({ kind: 'edges', share: 0.2 })
    const size = translator.trainedSize ?? undefined
    const [made] = await translator.translate([path.join(photos, '1.png')], { makeInput: true, size })
    const model = openModel(findRun('1', { out: place }), { systemOf: findSystem })
    const data = await openTrainingData(model.system, model.options)
    const item = await data.targets?.read(0)
    await data.close()
    model.dispose()
    expect(made?.input.channels).toBe(1)
    expect(made?.input.data).toEqual(item?.image)
    expect(new Set(made?.input.data)).toEqual(new Set([0, 255]))
    translator.dispose()
  })

  it('takes pictures as inputs unless it is asked to make them', async () => {
    const translator = loadTranslator('1', { out: place })
    const file = path.join(photos, '4.png')
    const [plain] = await translator.translate([file])
    const [made] = await translator.translate([file], { makeInput: true })
    expect([plain?.input.width, plain?.input.channels]).toEqual([48, 1])
    expect(new Set(plain?.input.data).size).toBeGreaterThan(2)
    expect(made?.input.data).not.toEqual(plain?.input.data)
    expect([made?.pixels.width, made?.pixels.height, made?.pixels.channels]).toEqual([48, 40, 3])
    translator.dispose()
  })

  it('says on the command line what it learned from, and which flag makes that of photographs', async () => {
    const out = path.join(temporaryFolder(), 'out')
    const { code, stderr } = await ganymede('translate', '1', photos, out, '--runs', place)
    expect(code, stderr).toBe(0)
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'this run learned from drawings of the edges of photographs (share 0.2): give it such pictures, or photographs with --make-input',
    )
  })

  it('shows photograph, made input and output on its page', async () => {
    const out = path.join(temporaryFolder(), 'out')
    const words = ['translate', '1', photos, out, '--runs', place, '--make-input', '--html', '--json']
    const { code, stdout, stderr } = await ganymede(...words)
    expect(code, stderr).toBe(0)
    const { page, madeInputs, notes } = JSON.parse(stdout)
    expect(madeInputs).toBe('drawings of the edges of photographs (share 0.2)')
    expect(notes).toEqual([expect.stringContaining('in training they had 32 × 32 pixels')])
    const text = fs.readFileSync(page, 'utf8')
    expect([...text.matchAll(/class="look" data-kind="(\w+)"/g)].map(([, kind]) => kind)).toEqual([
      'photograph',
      'input',
      'output',
      'photograph',
      'input',
      'output',
    ])
    expect([...text.matchAll(/data-show="(\w+)"/g)].map(([, kind]) => kind)).toEqual(['photograph', 'input', 'output'])
    expect(fs.readdirSync(path.join(out, 'index_files'))).toContain('0002-photograph.webp')
  })

  it('knows the drawings of built-in data too', async () => {
    const translator = loadTranslator('3', { out: place })
    expect(translator.inputMaking).toEqual({ kind: 'edges', share: 0.1 })
    translator.dispose()
  })
})

it('refuses to make inputs where photographs are the inputs, and beside parts of data', async () => {
  const translator = loadTranslator('2', { out: place })
  expect(translator.inputMaking).toBeNull()
  await expect(translator.translate([], { makeInput: true })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  translator.dispose()
  const back = await ganymede('translate', '2', photos, 'out', '--runs', place, '--make-input')
  expect([back.code, back.stderr.includes('how inputs could be made of photographs is not known')]).toEqual([2, true])
  const split = await ganymede('translate', '1', '--split', 'train', '--runs', place, '--make-input')
  expect([split.code, split.stderr.includes('with --split inputs come as in training')]).toEqual([2, true])
})
