/** Starting from weights and freezing layers: what is loaded, what is reported, what stays as it was. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { readRunRecord } from '@ganymede/runs/folder'
import { ones, readSafetensors, scope, type Tensor, writeSafetensors, writeTorchFile } from '@ganymede/torch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dcgan, dcganOptions } from '../../src/models/dcgan/dcgan.js'
import { dataSchema, type ResolvedOptions, trainSchema } from '../../src/options/train-options.js'
import { openTrainingData } from '../../src/training/feed/open-training-data.js'
import { startTraining, type TrainRequest, type TrainResult } from '../../src/training/start-training.js'
import { Trainer } from '../../src/training/trainer.js'

let out: string
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), 'ganymede-tune-'))
})
afterEach(() => rmSync(out, { recursive: true, force: true }))

function options(train: Record<string, unknown> = {}, model: Record<string, unknown> = {}): ResolvedOptions {
  return {
    model: dcganOptions.parse({ size: 16, widthG: 4, widthD: 4, latentDim: 8, ...model }),
    data: dataSchema.parse({ path: 'builtin:glyphs?count=32' }),
    train: trainSchema.parse({
      shareFakes: true,
      steps: 2,
      batch: 4,
      gridSize: 4,
      quickMetric: 'none',
      threads: 1,
      precision: 'float32',
      ...train,
    }),
  }
}

function run(resolved: ResolvedOptions, rest: Partial<TrainRequest> = {}): Promise<TrainResult> {
  return startTraining({ system: dcgan, options: resolved, out, ...rest })
}

const weightsOf = (result: TrainResult, name: string) => path.join(result.lastCheckpoint ?? '', `${name}.safetensors`)

/** Names of the tensors in which two files differ. */
function changed(before: string, after: string): string[] {
  return scope('compare', () => {
    const other = readSafetensors(after).tensors
    const isChanged = ([name, value]: [string, Tensor]) => !Buffer.from(value.bytes()).equals(other.get(name)!.bytes())
    return [...readSafetensors(before).tensors].filter(isChanged).map(([name]) => name)
  })
}

async function failure(work: Promise<unknown>): Promise<GanymedeError> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  expect(error).toBeInstanceOf(GanymedeError)
  return error as GanymedeError
}

describe('starting from weights', () => {
  it('takes those of another run, average included, with counters at 0, and records what fitted', async () => {
    const first = await run(options({ ema: 0.5 }))
    const notes: string[] = []
    const tuned = await run(options({ ema: 0.5, steps: 1, freeze: ['generator', 'discriminator.main.0'] }), {
      from: [first.run.dir],
      onEvent: (event) => event.kind === 'note' && notes.push(String(event.text)),
    })
    expect(tuned.step).toBe(1)
    const { from } = readRunRecord(tuned.run.record)
    expect(from).toMatchObject({ references: [first.run.dir], resolved: [first.lastCheckpoint], untouched: [] })
    expect(from?.networks).toMatchObject([
      { network: 'generator', matched: 11, total: 11, missing: [], unexpected: [], reshaped: [], conflicts: [] },
      { network: 'discriminator', missing: [], unexpected: [] },
    ])
    expect(notes).toContain(`weights of generator from ${weightsOf(first, 'generator')}: 11 of 11 tensors`)
    // The frozen generator is that of the first run; its running statistics follow the batches.
    expect(changed(weightsOf(first, 'generator'), weightsOf(tuned, 'generator')).every(isStatistic)).toBe(true)
  })

  it('takes a file of PyTorch for each network, through wrappers and keys, and reports all differences', async () => {
    const first = await run(options())
    const [netG, all] = [path.join(out, 'netG.pth'), path.join(out, 'all.pth')]
    scope('files', () => {
      const read = (name: string) => [...readSafetensors(weightsOf(first, name)).tensors]
      const wrapped = new Map(read('generator').map(([name, value]) => [`module.${name}`, value] as const))
      wrapped.delete('module.main.1.bias')
      wrapped.set('module.main.0.weight', ones([3, 3]))
      wrapped.set('module.extra', ones([2]))
      writeTorchFile(netG, { state_dict: wrapped, epoch: 3 })
      writeTorchFile(all, { netD: new Map(read('discriminator')), optimizer: { lr: 1 } })
    })
    const tuned = await run(options({ steps: 1 }), { from: [`generator=${netG}`, `discriminator=${all}#netD`] })
    expect(readRunRecord(tuned.run.record).from?.networks).toMatchObject([
      {
        network: 'generator',
        file: netG,
        matched: 9,
        total: 11,
        renaming: 'without wrappers',
        missing: ['main.1.bias'],
        unexpected: ['module.extra'],
        conflicts: ['main.0.weight (needs [8, 8, 4, 4], the file has [3, 3])'],
      },
      { network: 'discriminator', file: all, missing: [], unexpected: [] },
    ])
  })

  it('finds out which network a file is for, and says which ones start anew', async () => {
    const first = await run(options())
    const tuned = await run(options({ steps: 1 }), { from: [weightsOf(first, 'discriminator')] })
    expect(readRunRecord(tuned.run.record).from).toMatchObject({ untouched: ['generator'] })
  })

  it('tells several networks in one file apart by their prefixes', async () => {
    const first = await run(options())
    const file = path.join(out, 'both.safetensors')
    scope('files', () => {
      const part = (name: string, prefix: string) =>
        [...readSafetensors(weightsOf(first, name)).tensors].map(([key, value]) => [`${prefix}.${key}`, value] as const)
      writeSafetensors(file, [...part('generator', 'netG'), ...part('discriminator', 'netD')])
    })
    const tuned = await run(options({ steps: 1 }), { from: [file] })
    const networks = readRunRecord(tuned.run.record).from?.networks as { network: string; missing: string[] }[]
    expect(networks.map(({ network, missing }) => [network, missing.length])).toEqual([
      ['generator', 0],
      ['discriminator', 0],
    ])
  })

  it('begins with the weights again when a run was killed before its first checkpoint', async () => {
    const first = await run(options())
    const tuned = await run(options({ steps: 1, freeze: ['generator.*'] }), { from: [first.run.dir] })
    rmSync(path.join(tuned.run.dir, 'checkpoints', 'step-000001'), { recursive: true })
    rmSync(path.join(tuned.run.dir, 'checkpoints', 'latest'), { force: true })
    const again = await run(options({ steps: 1, freeze: ['generator.*'] }), { resume: tuned.run })
    expect(changed(weightsOf(first, 'generator'), weightsOf(again, 'generator')).every(isStatistic)).toBe(true)
  })

  it('refuses, before anything is written, what cannot be used', async () => {
    const file = (name: string, bytes: string) => {
      writeFileSync(path.join(out, name), bytes)
      return path.join(out, name)
    }
    const unrelated = path.join(out, 'unrelated.safetensors')
    scope('files', () => writeSafetensors(unrelated, [['thing', ones([2, 3])]]))
    expect((await failure(run(options(), { from: ['critic=x.pth'] }))).lines).toEqual([
      'networks: generator, discriminator',
    ])
    expect((await failure(run(options(), { from: ['missing.pth'] }))).code).toBe('FILE_UNREADABLE')
    expect((await failure(run(options(), { from: ['nobody'] }))).code).toBe('RUN_NOT_FOUND')
    expect((await failure(run(options(), { from: [unrelated] }))).code).toBe('WEIGHTS_MISMATCH')
    expect((await failure(run(options(), { from: [`generator=${unrelated}`] }))).lines).toContainEqual(
      'in the file only: thing',
    )
    expect((await failure(run(options(), { from: [file('a.onnx', '\x08\x08')] }))).message).toContain(
      'is an ONNX model',
    )
    await expect(run(options(), { from: [file('b.pth', 'no weights')] })).rejects.toMatchObject({
      code: 'FILE_INVALID',
    })
    expect(readdirSync(out).filter((name) => /^\d{4}-/.test(name))).toEqual([])
  })
})

describe('freezing layers', () => {
  it('keeps their weights over steps and over a resume, and trains the others', async () => {
    const freeze = ['generator.main.0', 'discriminator.main.0,discriminator.main.2'].flatMap((one) => one.split(','))
    const start = await run(options({ steps: 1, freeze }))
    const before = { g: weightsOf(start, 'generator'), d: weightsOf(start, 'discriminator') }
    const copies = { g: path.join(out, 'g.safetensors'), d: path.join(out, 'd.safetensors') }
    writeFileSync(copies.g, readFileSync(before.g))
    writeFileSync(copies.d, readFileSync(before.d))
    const later = await run(options({ steps: 4, freeze }), { resume: start.run })
    const inG = changed(copies.g, weightsOf(later, 'generator'))
    const inD = changed(copies.d, weightsOf(later, 'discriminator'))
    expect(inG).not.toContain('main.0.weight')
    expect(inG).toContain('main.3.weight')
    expect(inD).not.toContain('main.0.weight')
    expect(inD).not.toContain('main.2.weight')
    expect(inD).toContain('main.3.weight')
    const other = await failure(run(options({ steps: 5 }), { resume: later.run }))
    expect(other.lines).toEqual([expect.stringContaining('train.freeze: was ["generator.main.0"')])
  })

  it.each([
    [{ shareFakes: true }, ['generator.main.0'], 'd D g G'],
    [{ shareFakes: false, dSteps: 2 }, ['discriminator.main.0'], 'd D d D g G'],
    [{ shareFakes: false }, ['generator.*'], 'd D'],
    [{ shareFakes: true }, ['discriminator'], 'g G'],
  ])('leaves the order of updates as it is and skips those without parameters: %j %j', async (train, freeze, order) => {
    const resolved = options({ ...train, freeze })
    const dataset = await openTrainingData(dcgan, resolved)
    const trace: string[] = []
    const trainer = new Trainer({ system: dcgan, options: resolved, dataset, trace: (event) => trace.push(event) })
    try {
      const frozen = new Set(trainer.frozen)
      const before = new Map(parametersOf(trainer).map(([name, value]) => [name, Buffer.from(value.bytes())]))
      await trainer.runStep()
      expect(trace.join(' ')).toBe(order)
      for (const [name, value] of parametersOf(trainer)) {
        expect(value.requiresGrad, name).toBe(!frozen.has(name))
        if (frozen.has(name)) expect(before.get(name)!.equals(value.bytes()), name).toBe(true)
      }
    } finally {
      await trainer.close()
    }
  })

  it('refuses a pattern that names nothing', async () => {
    const error = await failure(run(options({ freeze: ['generator.main.77'] })))
    expect(error.message).toBe('train.freeze: generator.main.77 names no parameter')
    expect(error.lines[0]).toContain('generator has generator.main.0, generator.main.1')
  })
})

function parametersOf({ networks }: Trainer): [string, Tensor][] {
  return Object.entries(networks).flatMap(([name, network]) => [...network.namedParameters(name)])
}

function isStatistic(name: string): boolean {
  return /running_(mean|var)$|num_batches_tracked$/.test(name)
}
