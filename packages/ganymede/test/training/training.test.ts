import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readRunRecord } from '@ganymede/runs/folder'
import { memory, noGrad } from '@ganymede/torch'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { openModel } from '../../src/inference/open-model.js'
import { dcgan } from '../../src/models/dcgan/dcgan.js'
import { startTraining, type TrainRequest, type TrainResult } from '../../src/training/start-training.js'
import type { RunEvent } from '../../src/training/watch/run-event.js'
import { recordedRun } from './fixtures/recorded-run.js'
import { everything, failureOf, type Overrides, smallOptions as options, smallRun } from './fixtures/small-run.js'

let out: string
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), 'ganymede-train-'))
})
afterEach(() => rmSync(out, { recursive: true, force: true }))

const run = (overrides: Overrides = {}, rest: Partial<TrainRequest> = {}): Promise<TrainResult> =>
  smallRun(out, overrides, rest)

describe('a run', () => {
  it('leaves everything that the design promises in its folder', async () => {
    const events: RunEvent[] = []
    const result = await run({ train: { ema: 0.9 } }, { onEvent: (event) => events.push(event) })
    expect(result).toMatchObject({ status: 'done', step: 20, steps: 20 })
    const files = readdirSync(result.run.dir)
    for (const name of ['run.json', 'metrics.jsonl', 'reals.png', 'samples', 'checkpoints', 'control'])
      expect(files).toContain(name)
    expect(files.some((name) => name.startsWith('events.out.tfevents.'))).toBe(true)
    expect(readdirSync(result.run.samples).sort()).toEqual(
      ['000000', '000010', '000020'].flatMap((step) => [`step-${step}-fresh.png`, `step-${step}.png`]),
    )
    expect(readRunRecord(result.run.record)).toMatchObject({
      status: 'done',
      step: 20,
      steps: 20,
      definition: { name: 'dcgan' },
    })
    expect(readdirSync(path.join(result.run.checkpoints, 'step-000020')).sort()).toEqual(
      [
        'discriminator.safetensors',
        'generator-ema.safetensors',
        'generator.safetensors',
        'manifest.json',
        'optimizer-d.safetensors',
        'optimizer-g.safetensors',
        'random.safetensors',
        'state.json',
      ].sort(),
    )
    const scalars = events.filter((event) => event.kind === 'scalars')
    // The last interval is shorter.
    expect(scalars.map((event) => event.step)).toEqual([3, 6, 9, 12, 15, 18, 20])
    expect(Object.keys(scalars[0]!)).toEqual(
      expect.arrayContaining([
        'd/total',
        'd/adv_real',
        'd/adv_fake',
        'g/total',
        'g/adv',
        'd/grad_norm',
        'g/grad_norm',
        'lr/g',
        'time/data',
        'mem/peak',
      ]),
    )
  })

  it('repeats byte for byte with the same seed', async () => {
    const first = await run()
    const second = await run()
    expect(everything(second.run.dir)).toEqual(everything(first.run.dir))
  })

  it('resumes byte for byte: 20 steps are 10 and 10 more', async () => {
    const whole = await run({ train: { ema: 0.9 }, data: { flip: true } })
    const half = await run({ train: { ema: 0.9, steps: 10 }, data: { flip: true } })
    const resumed = await run({ train: { ema: 0.9 }, data: { flip: true } }, { resume: half.run })
    expect(everything(resumed.run.dir)).toEqual(everything(whole.run.dir))
  })

  it('resumes byte for byte from an older checkpoint, dropping what came after it', async () => {
    const whole = await run()
    const again = await run({}, { resume: whole.run, resumeStep: 10 })
    expect(everything(again.run.dir).get('log')).toBe(everything(whole.run.dir).get('log'))
  })

  it('does not depend on how often it is looked at', async () => {
    const often = await run({ train: { sampleEvery: 2, checkpointEvery: 5, quickMetric: 'swd' } })
    const seldom = await run({ train: { sampleEvery: 20, checkpointEvery: 20 } })
    const weights = (r: TrainResult) => everything(r.run.dir).get('checkpoint/generator.safetensors')
    expect(weights(often)).toBe(weights(seldom))
  })

  it('stops on request with its state saved, and goes on from there', async () => {
    const controller = new AbortController()
    const stopped = await run(
      {},
      { signal: controller.signal, onEvent: (e) => e.kind === 'scalars' && e.step === 6 && controller.abort() },
    )
    expect(stopped).toMatchObject({ status: 'stopped', step: 6 })
    // The newest sheet would be that of step 0, noise.
    expect(readdirSync(path.join(stopped.run.dir, 'samples'))).toContain('step-000006.png')
    expect(readRunRecord(stopped.run.record).status).toBe('stopped')
    const resumed = await run({}, { resume: stopped.run })
    const whole = await run()
    const [found, expected] = [everything(resumed.run.dir), everything(whole.run.dir)]
    // The log tells of the checkpoint that the stop made; everything else is as if there had been none.
    found.set('log', found.get('log')!.replace(/^.*"kind":"checkpoint","step":6,.*\n/m, ''))
    expect(found).toEqual(expected)
  })

  it('stops well where only its last sheets cannot be written', async () => {
    const controller = new AbortController()
    const notes: unknown[] = []
    let samples = ''
    const stopped = await run(
      {},
      {
        signal: controller.signal,
        onRun: (folder) => {
          samples = folder.samples
        },
        onEvent: (event) => {
          if (event.kind === 'note') notes.push(event.text)
          if (event.kind !== 'scalars' || event.step !== 6) return
          rmSync(samples, { recursive: true })
          writeFileSync(samples, 'no folder')
          controller.abort()
        },
      },
    )
    expect(stopped).toMatchObject({ status: 'stopped', step: 6 })
    expect(readRunRecord(stopped.run.record).status).toBe('stopped')
    expect(readdirSync(stopped.run.checkpoints)).toContain('step-000006')
    expect(notes).toEqual([expect.stringContaining('stopped and saved, but without the sheets of step 6: ')])
  })

  it('stops at its time limit', async () => {
    const result = await run({
      train: { steps: 100_000, maxTime: '1s', checkpointEvery: 100_000, sampleEvery: 100_000 },
    })
    expect(result.status).toBe('stopped')
    expect(result.step).toBeLessThan(100_000)
  })

  it('keeps the last checkpoints and the best', async () => {
    const result = await run({ train: { checkpointEvery: 4, keep: 2, quickMetric: 'swd' } })
    const kept = readdirSync(result.run.checkpoints).filter((name) => name.startsWith('step-'))
    expect(kept).toEqual(expect.arrayContaining(['step-000016', 'step-000020']))
    expect(kept.length).toBeLessThanOrEqual(3)
  })

  it('leaves no tensor behind', async () => {
    const live = memory().live
    await run()
    expect(memory().live).toBe(live)
  })
})

describe('refusals', () => {
  it('lists changed options when a run is resumed', async () => {
    const half = await run({ train: { steps: 10 } })
    const error = await failureOf(run({ model: { lrG: 1e-3 } }, { resume: half.run }))
    expect(error.code).toBe('RUN_CHANGED')
    expect(error.lines).toEqual(['model.lrG: was 0.0002, now 0.001'])
    await expect(run({ model: { lrG: 1e-3 } }, { resume: half.run, acceptChanges: true })).resolves.toMatchObject({
      step: 20,
    })
  })

  it('refuses other data on resume', async () => {
    const half = await run({ train: { steps: 10 } })
    const error = await failureOf(run({ data: { path: 'builtin:glyphs?count=100' } }, { resume: half.run }))
    expect(error.code).toBe('DATA_CHANGED')
  })

  it('says what is left out where the data are read otherwise than when the run was started', async () => {
    const folder = temporaryFolder()
    const raw = { width: 16, height: 16, channels: 3 as const }
    const save = (name: string, value: number) =>
      sharp(Buffer.alloc(768, value), { raw }).png().toFile(path.join(folder, name))
    for (let i = 0; i < 8; i += 1) await save(`${i}.png`, 30 * i)
    const data = { path: folder }
    const half = await run({ data, train: { steps: 10 } })
    await save('8.png', 7)
    writeFileSync(path.join(folder, 'x.heic'), 'x')
    const error = await failureOf(run({ data }, { resume: half.run }))
    expect([error.code, error.lines]).toEqual([
      'DATA_CHANGED',
      expect.arrayContaining(['images: were 8, are 9', 'leaves out 1 file of another format: 1 .heic']),
    ])
  })

  it('notices a file that changed in its middle at the same length, where the folder is still in its place', async () => {
    const folder = temporaryFolder()
    for (let i = 0; i < 8; i += 1) {
      const pixels = Uint8Array.from({ length: 128 * 128 * 3 }, (_, at) => (at * (i + 7) * 2654435761) >>> 24)
      const raw = { width: 128, height: 128, channels: 3 as const }
      await sharp(pixels, { raw })
        .tiff({ compression: 'none' })
        .toFile(path.join(folder, `${i}.tif`))
    }
    const data = { path: folder }
    const half = await recordedRun(out, { data })
    const changed = path.join(folder, '3.tif')
    const bytes = readFileSync(changed)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(changed, bytes)
    const error = await failureOf(run({ data }, { resume: half.run }))
    expect(error).toMatchObject({
      code: 'DATA_CHANGED',
      message: `files in ${folder} were changed since the run was started`,
    })
    expect(error.lines[0]).toContain('changed last: 3.tif')

    // A copy has times of its own, and the same change.
    const copy = path.join(temporaryFolder(), 'copy')
    cpSync(folder, copy, { recursive: true })
    expect(await failureOf(run({ data: { path: copy } }, { resume: half.run }))).toMatchObject({ code: 'DATA_CHANGED' })
    await expect(run({ data }, { resume: half.run, acceptChanges: true })).resolves.toBeDefined()
  })

  it.each([
    ['touched', (folder: string) => utimesSync(path.join(folder, '3.tif'), 1, 1)],
    [
      'copied back',
      (folder: string) => {
        cpSync(folder, `${folder}-copy`, { recursive: true })
        rmSync(folder, { recursive: true })
        cpSync(`${folder}-copy`, folder, { recursive: true })
        rmSync(`${folder}-copy`, { recursive: true })
      },
    ],
  ])('goes on with files that were %s, and says once that their times differ', async (_, change) => {
    const folder = temporaryFolder()
    for (let i = 0; i < 8; i += 1) {
      const pixels = Buffer.alloc(128 * 128 * 3, 30 * i)
      await sharp(pixels, { raw: { width: 128, height: 128, channels: 3 } })
        .tiff({ compression: 'none' })
        .toFile(path.join(folder, `${i}.tif`))
    }
    const data = { path: folder }
    const half = await recordedRun(out, { data })
    change(folder)
    const notesOf = async (steps: number) => {
      const events: RunEvent[] = []
      await run({ data, train: { steps } }, { resume: half.run, onEvent: (event) => events.push(event) })
      return events.flatMap((event) => (event.kind === 'note' ? [event.text] : []))
    }
    const note = `files in ${folder} have other times than when the run was started, and the same contents`
    expect(await notesOf(half.step + 5)).toContain(note)
    expect(await notesOf(half.step + 10)).not.toContain(note)
  })

  it('stops with step, layer and last good checkpoint when a loss is no number', async () => {
    const half = await run({ train: { steps: 10 } })
    const breaking: typeof dcgan = {
      ...dcgan,
      async step(ctx) {
        if (ctx.step === 13) noGrad(() => ctx.networks.discriminator.parameters()[1]!.fill_(Number.NaN))
        await dcgan.step(ctx)
      },
    }
    const error = await failureOf(startTraining({ system: breaking, options: options(), out, resume: half.run }))
    expect(error.code).toBe('NON_FINITE')
    expect(error.message).toBe('d/total became NaN in step 13')
    const lines = error.lines.join('\n')
    expect(lines).toContain('first bad weight: discriminator.main.2.weight')
    expect(lines).toMatch(/first bad value: result of aten::.* in discriminator\.main\.2/)
    expect(lines).toContain('last good checkpoint: checkpoints/step-000010')
    expect(readRunRecord(half.run.record)).toMatchObject({ status: 'failed', failure: { code: 'NON_FINITE' } })
    // Nothing is lost: the run goes on from the good checkpoint.
    await expect(run({}, { resume: half.run })).resolves.toMatchObject({ status: 'done', step: 20 })
  })

  it('refuses batches that batch norm cannot use', async () => {
    const error = await failureOf(run({ train: { batch: 1 } }))
    expect(error.code).toBe('OPTION_INVALID')
    expect(error.message).toContain('train.batch must be at least 2 with batch normalisation, got 1; use --batch 16')
  })
})

it('gives the same picture for a seed whatever is asked for beside it', async () => {
  const { run: folder } = await run({ train: { steps: 2 } })
  const model = openModel(folder, { systemOf: () => dcgan })
  const [alone] = model.sample({ seeds: [7] })
  const many = model.sample({ seeds: [1, 2, 3, 7] })
  expect(model.latentDim).toBe(8)
  const difference = Math.max(...Array.from(alone!.data, (v, i) => Math.abs(v - many[3]!.data[i]!)))
  expect(difference).toBeLessThanOrEqual(1) // summation order may round a pixel up or down
  model.dispose()
})
