import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import { scope, type Tensor, writeNpy } from '@ganymede/torch'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../../test/setup/temporary-folder.js'
import { loadModel } from '../../../../src/api/load-model.js'
import { FeatureCollector, featureTensor } from '../../../../src/metrics/features/feature-set.js'
import { openFeatureNetwork } from '../../../../src/metrics/features/open-features.js'
import { compareCards } from '../../../../src/metrics/support/compare-cards.js'
import { gaussianStatistics } from '../../../../src/metrics/support/feature-statistics.js'
import type { MetricCard } from '../../../../src/metrics/support/metric-card.js'
import { findSystem } from '../../../../src/models/registry.js'
import { resolveOptions } from '../../../../src/options/resolve-options.js'
import { startTraining } from '../../../../src/training/start-training.js'
import { sharedPath } from '../../../fixtures/golden.js'
import { ganymede } from '../command-line.js'

const fixtures = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../fixtures/metrics')
const script = path.join(fixtures, 'scripted-switched.pt')

// Two runs of a few steps for the whole file, and a cache of their own.
const folder = mkdtempSync(path.join(os.tmpdir(), 'ganymede-evaluate-'))
const runs = path.join(folder, 'runs')
const usualCache = process.env.GANYMEDE_CACHE

beforeAll(async () => {
  process.env.GANYMEDE_CACHE = path.join(folder, 'cache')
  for (const steps of [1, 2]) {
    await trainTiny('dcgan', {
      out: runs,
      sets: [
        ...['size=16', 'widthG=4', 'widthD=4', 'latentDim=8'].map((one) => `model.${one}`),
        `train.steps=${steps}`,
      ],
    })
  }
})

afterAll(() => {
  if (usualCache === undefined) delete process.env.GANYMEDE_CACHE
  else process.env.GANYMEDE_CACHE = usualCache
  rmSync(folder, { recursive: true, force: true })
})

/** Trains a run of a step on 60 images of handwriting. */
async function trainTiny(name: string, { out, sets }: { out: string; sets: readonly string[] }): Promise<void> {
  const system = findSystem(name)
  const { options } = resolveOptions(system, {
    sets: [
      'data.path=builtin:glyphs?count=60',
      ...['steps=1', 'batch=4', 'gridSize=4', 'threads=1', 'quickMetric=none'].map((one) => `train.${one}`),
      ...sets,
    ],
  })
  await startTraining({ system, options, out })
}

/** Measures a run with few pictures. */
function evaluate(run: string, ...words: string[]) {
  return ganymede('evaluate', run, '--runs', runs, '--count', '40', '--device', 'cpu', ...words)
}

/** What numpy.savez writes. */
function npzBytes(arrays: readonly (readonly [name: string, value: Tensor])[]): Buffer {
  const place = temporaryFolder()
  const parts = arrays.map(([name, value]) => {
    writeNpy(path.join(place, name), value)
    const data = readFileSync(path.join(place, name))
    const header = (signature: number, size: number) => {
      const bytes = Buffer.alloc(size)
      bytes.writeUInt32LE(signature)
      const at = size === 30 ? 14 : 16
      bytes.writeUInt32LE(crc32(data), at)
      bytes.writeUInt32LE(data.length, at + 4)
      bytes.writeUInt32LE(data.length, at + 8)
      bytes.writeUInt16LE(name.length + 4, at + 12)
      return bytes
    }
    return { file: Buffer.from(`${name}.npy`), data, header }
  })
  let offset = 0
  const central: Buffer[] = []
  const local = parts.flatMap(({ file, data, header }) => {
    const record = header(0x02014b50, 46)
    record.writeUInt32LE(offset, 42)
    central.push(record, file)
    offset += 30 + file.length + data.length
    return [header(0x04034b50, 30), file, data]
  })
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

interface Printed {
  readonly cards: readonly MetricCard[]
  readonly floors: readonly MetricCard[]
  readonly files: readonly string[]
}

describe('ganymede evaluate', () => {
  it('trains a judge for data with classes, measures, writes cards and prints them', async () => {
    const first = await evaluate('1')
    expect(first.stderr).toContain('training a classifier')
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(/40 images against 60 \(test\)/)
    expect(first.stdout).toMatch(/fid +\d.*lower/)
    expect(first.stdout).toMatch(/class-coverage +\d+ of 10/)
    const places = path.join(runs, readdirSync(runs).sort()[0] ?? '', 'metrics')
    expect(readdirSync(places)).toContain('step-000001-fid-classifier-128.json')
    expect(readdirSync(places)).toContain('floor-fid-classifier-128.json')

    // Everything that was computed is kept: the same numbers again, without training.
    const again = await evaluate('1', '--json')
    expect(again.stderr).not.toContain('training')
    const { cards, floors } = JSON.parse(again.stdout) as Printed
    const stored = JSON.parse(readFileSync(path.join(places, 'step-000001-fid-classifier-128.json'), 'utf8'))
    const fid = cards.find(({ metric }) => metric === 'fid')
    expect(fid).toEqual(stored)
    expect(fid).toMatchObject({
      counts: { real: 60, fake: 40 },
      split: 'test',
      features: { name: 'classifier', input: 'grey 16x16 bilinear -1..1' },
      subject: { step: 1, weights: 'raw' },
    })
    // A perfect model would reach about this.
    expect(floors.find(({ metric }) => metric === 'fid')?.value).toBeLessThan(fid?.value ?? 0)
    expect(cards.map(({ metric }) => metric)).toEqual(
      'fid kid classifier-score precision recall density coverage swd class-coverage'.split(' '),
    )
  })

  it('says which checkpoint it measures, and why where that is not the latest, and code takes the same', async () => {
    const out = path.join(folder, 'measured')
    const sets = ['size=16', 'widthG=4', 'widthD=4', 'latentDim=8'].map((one) => `model.${one}`)
    await trainTiny('dcgan', { out, sets: [...sets, 'train.steps=2', 'train.checkpointEvery=1'] })
    const words = ['evaluate', 'latest', '--runs', out, '--count', '40', '--metrics', 'swd', '--device', 'cpu']
    const { stdout, stderr } = await ganymede(...words)
    expect(stdout).toMatch(/^0001-dcgan-glyphs, step 2, the latest checkpoint {3}40 images against 60 \(test\)/)
    expect(stderr).not.toContain('is used')

    const checkpoints = path.join(out, readdirSync(out).find((name) => name.startsWith('0001')) ?? '', 'checkpoints')
    const point = (name: string, content: object) =>
      writeFileSync(path.join(checkpoints, name), JSON.stringify(content))
    point('best', { step: 1, folder: 'step-000001', metric: 'fid', value: 51.25 })
    point('latest', { step: 2, folder: 'step-000002', measured: true })
    const best = await ganymede(...words)
    expect(best.stdout).toMatch(/^0001-dcgan-glyphs, step 1, the best checkpoint by fid \(51\.3\) {3}/)
    expect(best.stderr).toContain('step 1 is used, the best by fid (51.3); the latest: --step 2')
    const asked = await ganymede(...words, '--step', '2', '--json')
    expect(JSON.parse(asked.stdout).checkpoint).toBe('the latest checkpoint')
    expect(asked.stderr).not.toContain('is used')
    for (const [which, step] of [
      [undefined, 1],
      ['latest', 2],
      ['best', 1],
    ] as const) {
      const model = loadModel('latest', { out, ...(which === undefined ? {} : { which }) })
      expect(model.step).toBe(step)
      model.dispose()
    }
  })

  it('takes a TorchScript file, and the part of the data that is asked for', async () => {
    const words = ['--features', script, '--metrics', 'fid,is', '--split', 'train', '--bootstrap', '0', '--json']
    const { stdout, code } = await evaluate('1', ...words)
    expect(code).toBe(0)
    const { cards, floors } = JSON.parse(stdout) as Printed
    expect(cards.map(({ metric }) => metric)).toEqual(['fid', 'classifier-score'])
    expect(cards[0]).toMatchObject({
      split: 'train',
      interval: null,
      resizer: 'none',
      features: { name: 'torchscript:scripted-switched.pt', input: 'rgb as is 0..255' },
    })
    expect(floors).toEqual([])
  })

  it('judges whether a conditional system makes what it is asked for, and how many classes there are', async () => {
    const out = path.join(folder, 'conditional')
    await trainTiny('cgan', { out, sets: ['model.widthG=8', 'model.widthD=8'] })
    const { stdout, code } = await ganymede(
      ...['evaluate', 'latest', '--runs', out, '--count', '40', '--metrics', 'accuracy,classes,memorisation'],
      ...['--device', 'cpu', '--json'],
    )
    expect(code).toBe(0)
    const { cards } = JSON.parse(stdout) as Printed
    expect(cards.map(({ metric }) => metric)).toEqual(['accuracy', 'class-coverage', 'copies'])
    const [accuracy] = cards
    expect(Object.keys(accuracy?.details ?? {})).toHaveLength(10)
    expect(accuracy?.interval).toMatchObject({ confidence: 0.95 })
  })

  it('reports the loss that a VAE has of images which it has not learned from', async () => {
    const out = path.join(folder, 'vae')
    await trainTiny('vae', { out, sets: ['model.size=16', 'model.hidden=8', 'model.latentDim=2'] })
    const words = ['evaluate', 'latest', '--runs', out, '--metrics', 'loss', '--device', 'cpu', '--json']
    const first = JSON.parse((await ganymede(...words)).stdout) as Printed
    const [card] = first.cards
    expect(card).toMatchObject({ metric: 'test-loss', better: 'lower', counts: { real: 60, fake: 0 }, split: 'test' })
    expect(card?.value).toBeCloseTo((card?.details.rec ?? 0) + (card?.details.kl ?? 0), 6)
    const train = JSON.parse((await ganymede(...words, '--split', 'train')).stdout) as Printed
    expect(train.cards[0]?.value).not.toBe(card?.value)

    // Nothing was made.
    expect((await ganymede(...words.slice(0, -1))).stdout).toMatch(/the latest checkpoint {3}60 real images \(test\)/)
    const bound = JSON.parse((await ganymede(...words, '--iwae', '20', '--skip-floor')).stdout) as Printed
    expect(bound.cards.map(({ metric }) => metric)).toEqual(['test-loss', 'iwae'])
    expect(bound.cards[0]?.value).toBe(card?.value)
    expect(bound.cards[1]).toMatchObject({ better: 'lower', counts: { real: 60, fake: 0 } })
    expect(bound.cards[1]?.settings).toMatchObject({ importanceSamples: 20 })
    expect(bound.cards[1]?.value).toBeLessThan(card?.value ?? 0)
    expect((await ganymede('evaluate', 'latest', '--runs', out, '--metrics', 'swd', '--iwae', '2')).stderr).toMatch(
      /bound beside the test loss/,
    )
    expect((await evaluate('1', '--metrics', 'swd', '--iwae', '2')).stderr).toMatch(/such as a VAE/)
  })

  it('compares two runs that were measured alike, and refuses others', async () => {
    const quick = ['--features', 'random-conv', '--metrics', 'fid,swd', '--bootstrap', '0', '--skip-floor', '--quiet']
    const out = path.join(temporaryFolder(), 'runs')
    for (const run of ['1', '2']) expect((await evaluate(run, ...quick)).code).toBe(0)
    const cardOf = (run: number, metric: string) =>
      path.join(runs, readdirSync(runs).sort()[run - 1] ?? '', 'metrics', `step-00000${run}-${metric}.json`)
    const compared = await ganymede('evaluate', 'compare', cardOf(1, 'swd'), cardOf(2, 'swd'), '--json')
    expect(JSON.parse(compared.stdout)).toMatchObject({ comparisons: [{ metric: 'swd' }] })
    const table = await ganymede('evaluate', 'compare', '1', '2', '--runs', runs)
    expect(table.stdout).toMatch(/fid .*(first|second|equal)/)

    for (const folder of readdirSync(runs).sort().slice(0, 2)) {
      const cards = path.join(runs, folder, 'metrics')
      const fid = readdirSync(cards).find((name) => name.includes('-fid-random-conv')) ?? ''
      const card = JSON.parse(readFileSync(path.join(cards, fid), 'utf8'))
      const other = { ...card, features: { ...card.features, name: 'other-net' } }
      writeFileSync(path.join(cards, `${fid.slice(0, -'.json'.length)}-other.json`), JSON.stringify(other))
    }
    const twice = await ganymede('evaluate', 'compare', '1', '2', '--runs', runs)
    expect(twice.stdout).toMatch(/^fid \(random-conv .+\) /m)
    expect(twice.stdout).toMatch(/^fid \(other-net .+\) /m)
    expect(twice.stdout).toMatch(/^swd /m)

    await evaluate('2', ...quick, '--metrics', 'swd', '--split', 'train')
    const unlike = await ganymede('evaluate', 'compare', '1', '2', '--runs', runs)
    expect(unlike.code).toBe(2)
    expect(unlike.stderr).toContain('METRICS_UNLIKE')
    expect(unlike.stderr).toMatch(/split: test and train/)
    const missing = await ganymede('evaluate', 'compare', '1', '2', '--runs', out)
    expect(missing.stderr).toContain('RUN_NOT_FOUND')
  })

  it('trains no classifier for metrics of pixels', async () => {
    const { code, stdout, stderr } = await evaluate('1', '--metrics', 'swd', '--skip-floor', '--json')
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as Printed).cards.map(({ metric }) => metric)).toEqual(['swd'])
    expect(stderr).not.toContain('classifier')
    expect((await evaluate('1', '--metrics', 'swd', '--layer', '64')).stderr).toContain('layer cannot be chosen')
  })

  it('fails with 4 when a limit is missed', async () => {
    const words = ['--features', 'random-conv', '--metrics', 'fid', '--bootstrap', '0', '--skip-floor']
    expect((await evaluate('1', ...words, '--fail-above', 'fid=1e9')).code).toBe(0)
    const missed = await evaluate('1', ...words, '--fail-above', 'fid=0', '--fail-below', 'recall=0.5')
    expect(missed.code).toBe(4)
    expect(missed.stderr).toMatch(/fid is .* above the limit 0/)
    expect(missed.stderr).toContain('recall was not measured')
    expect((await evaluate('1', ...words, '--fail-above', 'fid')).stderr).toContain('such as fid=60')
  })

  it.each([
    [['no-such-run'], 'RUN_NOT_FOUND', /no-such-run/],
    [['1', '--features', 'missing.pt'], 'FEATURES_INVALID', /missing\.pt does not exist/],
    [['1', '--metrics', 'fdi'], 'OPTION_INVALID', /Did you mean fid\?/i],
    [['1', '--metrics', 'accuracy'], 'OPTION_INVALID', /takes classes/],
    [['1', '--features', 'none', '--metrics', 'fid'], 'OPTION_INVALID', /needs a feature network/],
    [['1', '--features', 'classifier', '--resizer', 'clean'], 'OPTION_INVALID', /one input/],
    [['1', '--pairs'], 'OPTION_INVALID', /--pairs cannot be used with a run/],
    [['1', '--best', '--step', '1'], 'OPTION_INVALID', /exclude one another/],
    [['1', '--step', '77'], 'CHECKPOINT_MISSING', /77/],
    [['1', '--against', 'nowhere'], 'DATA_NOT_FOUND', /nowhere/],
  ])('refuses %j', async (words, code, text) => {
    const { stderr, code: exit } = await evaluate(...(words as [string, ...string[]]))
    expect(stderr).toContain(code)
    expect(stderr).toMatch(text)
    expect(exit).toBe(2)
  })
})

describe('ganymede evaluate of folders', () => {
  /** A folder of small pictures of noise around a grey. */
  async function pictures(name: string, grey: number, { count = 12, side = 16 } = {}): Promise<string> {
    const place = path.join(temporaryFolder(), name)
    mkdirSync(place)
    for (let i = 0; i < count; i += 1) {
      const pixels = Uint8Array.from({ length: side * side * 3 }, (_, k) => grey + ((k * 37 + i * 101) % 50))
      await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
        .png()
        .toFile(path.join(place, `${String(i).padStart(3, '0')}.png`))
    }
    return place
  }

  it('measures one against the other; a folder against itself has no distance', async () => {
    const [dark, bright] = [await pictures('dark', 20), await pictures('bright', 150)]
    const words = ['--features', 'random-conv', '--metrics', 'fid,pr', '--bootstrap', '0', '--json']
    const same = JSON.parse((await ganymede('evaluate', dark, dark, ...words)).stdout) as Printed
    expect(same.cards[0]?.value).toBeCloseTo(0, 6)
    const other = JSON.parse((await ganymede('evaluate', dark, bright, ...words)).stdout) as Printed
    expect(other.cards[0]?.value).toBeGreaterThan(0.01)
    expect(other.cards[0]).toMatchObject({ counts: { real: 12, fake: 12 }, subject: { name: 'dark', step: null } })
  })

  it('refuses a classifier for data without classes, and trains a network on the images alone by itself', async () => {
    const dark = await pictures('dark', 20)
    const refused = await ganymede('evaluate', dark, dark, '--features', 'classifier')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('LABELS_MISSING')])
    const usual = await ganymede('evaluate', dark, dark)
    expect(usual.stderr).toContain('training a feature network on these images; it is kept for later evaluations')
    expect(usual.stdout).toMatch(/features self-supervised 128/)
    expect(usual.stdout).toMatch(/fid[\s\S]*kid[\s\S]*precision[\s\S]*swd/)
    expect((await ganymede('evaluate', dark, dark, '--metrics', 'fid')).stderr).not.toContain('training')
  })

  it('leaves features out for fewer images than anything can be learned from', async () => {
    const few = await pictures('few', 20, { count: 4 })
    const { stdout, stderr } = await ganymede('evaluate', few, few)
    expect(stderr).toContain('left out fid: needs a feature network')
    expect(stderr).toContain(
      "the field's own takes the Inception network of 2015-12-05: --features inception-2015-12-05.pt, the file whose SHA-256 begins with 6726825d",
    )
    expect(stdout).toMatch(/swd/)
  })

  it('measures against statistics of pytorch-fid, and says so on the card', async () => {
    const [dark, bright] = [await pictures('dark', 20, { count: 40 }), await pictures('bright', 150, { count: 40 })]
    const words = ['--features', script, '--bootstrap', '0', '--json'] as const
    const direct = JSON.parse(
      (await ganymede('evaluate', bright, dark, '--metrics', 'fid', ...words)).stdout,
    ) as Printed
    // The file that pytorch-fid would write: mu and sigma of the same features, numpy.cov.
    const file = path.join(temporaryFolder(), 'dark.npz')
    const network = await openFeatureNetwork(script, { device: 'cpu', imageSize: { width: 16, height: 16 } })
    const collector = new FeatureCollector(network, { logits: false })
    for (const name of readdirSync(dark)) {
      const { data } = await sharp(path.join(dark, name)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
      await collector.add(new Uint8Array(data), [1, 16, 16, 3])
    }
    network.dispose()
    scope(() => {
      const { mean, covariance } = gaussianStatistics(featureTensor(collector.finish()))
      const arrays = [
        ['mu', mean],
        ['sigma', covariance],
      ] as const
      writeFileSync(file, npzBytes(arrays))
    })
    const found = JSON.parse((await ganymede('evaluate', bright, file, ...words)).stdout) as Printed
    const fid = found.cards.find(({ metric }) => metric === 'fid')
    expect(fid?.value).toBeCloseTo(direct.cards[0]?.value ?? Number.NaN, 4)
    expect(fid).toMatchObject({
      split: 'statistics dark.npz',
      counts: { real: 0, fake: 40 },
      interval: null,
      settings: { reference: 'statistics', convention: 'unbiased' },
    })
    expect(fid?.data).toMatch(/^[0-9a-f]{64}$/)
    expect(fid?.remarks.join()).toContain('dark.npz does not tell of how many real images it is')
    // Numbers against images and against statistics are unlike.
    expect(() => compareCards(direct.cards[0]!, fid!)).toThrow(/counts.real, split, data, settings.reference/)

    const text = await ganymede('evaluate', bright, file, '--features', script, '--metrics', 'fid')
    expect(text.stdout).toMatch(/40 images against statistics dark.npz/)
    const refused = async (...more: string[]) => (await ganymede('evaluate', bright, file, ...more)).stderr
    expect(await refused()).toMatch(/does not tell which network/)
    expect(await refused('--features', script, '--metrics', 'kid')).toMatch(/only statistics of them/)
    expect(await refused('--features', 'random-conv')).toMatch(/is of \d+ features, and random-conv/)
    const run = await evaluate('1', '--against', file, '--features', script, '--metrics', 'fid', '--json')
    expect((JSON.parse(run.stdout) as Printed).cards[0]).toMatchObject({ split: 'statistics dark.npz' })
    expect((await evaluate('1', '--against', file, '--features', script, '--split', 'test')).stderr).toMatch(/--split/)
  })

  it('asks for a size when images have several', async () => {
    const [small, large] = [await pictures('small', 20), await pictures('large', 20, { side: 20 })]
    const words = ['--features', 'random-conv', '--metrics', 'fid', '--bootstrap', '0']
    const refused = await ganymede('evaluate', small, large, ...words)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--size')])
    expect((await ganymede('evaluate', small, large, ...words, '--size', '16')).code).toBe(0)
  })

  it('measures pairs by SSIM and PSNR, and names images without a partner', async () => {
    const [first, second] = [await pictures('first', 20), await pictures('second', 40)]
    const same = JSON.parse((await ganymede('evaluate', first, first, '--pairs', '--json')).stdout) as {
      readonly cards: readonly { metric: string; value: unknown }[]
    }
    expect(same.cards.map(({ metric }) => metric)).toEqual(['ssim', 'psnr'])
    expect(same.cards[0]?.value).toBeCloseTo(1, 6)
    const other = JSON.parse((await ganymede('evaluate', first, second, '--pairs', '--json')).stdout) as Printed
    // All pixels differ by 20: 10 log₁₀(255² / 20²)
    expect(other.cards[1]?.value).toBeCloseTo(22.1102, 3)
    rmSync(path.join(second, '003.png'))
    writeFileSync(path.join(second, 'other.png'), readFileSync(path.join(second, '004.png')))
    const alone = await ganymede('evaluate', first, second, '--pairs')
    expect(alone.stderr).toMatch(/003[\s\S]*other/)
    expect((await ganymede('evaluate', first, first, '--pairs', '--metrics', 'lpips')).stderr).toContain(
      '--lpips-heads',
    )
    expect((await ganymede('evaluate', first, first, '--pairs', '--features', 'none')).stderr).toContain('with pairs')
  })

  const backbone = sharedPath('weights/squeezenet1_1-features.fp32.safetensors')
  it.skipIf(backbone === null)('measures pairs by LPIPS from its two files', async () => {
    const [first, second] = [
      await pictures('first', 20, { side: 32, count: 2 }),
      await pictures('second', 90, { side: 32, count: 2 }),
    ]
    const heads = sharedPath('weights/lpips-lin-v0.1.safetensors') ?? ''
    const files = ['--lpips-backbone', backbone ?? '', '--lpips-heads', heads]
    const { stdout } = await ganymede('evaluate', first, second, '--pairs', '--metrics', 'lpips', ...files, '--json')
    const [card] = (JSON.parse(stdout) as Printed).cards
    expect(card).toMatchObject({ metric: 'lpips', better: 'lower', counts: { real: 2, fake: 2 } })
    expect(card?.value).toBeGreaterThan(0)
    const wrong = await ganymede(
      'evaluate',
      first,
      second,
      '--pairs',
      '--lpips-backbone',
      heads,
      '--lpips-heads',
      heads,
    )
    expect(wrong.stderr).toContain('FEATURES_INVALID')
  })
})
