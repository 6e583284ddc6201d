import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { findCheckpoint } from '@ganymede/runs/checkpoints'
import { openRun, readRunRecord, writeControlRequest } from '@ganymede/runs/folder'
import { memory, randn, scope } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { createRun } from '../../src/api/create-run.js'
import { useCheckpointTensors } from '../../src/checkpoint/checkpoint.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { adam } from '../../src/nn/optim/adam.js'
import { failureOf } from '../training/fixtures/small-run.js'

describe('a run around a loop of one’s own', () => {
  it('keeps log, samples and checkpoints where every other run has them', async () => {
    const out = temporaryFolder()
    const live = memory().live
    const network = new Linear(4, 12)
    const optimizer = adam(network, { lr: 1e-2 })
    const run = await createRun({ name: 'mine', out, steps: 3, options: { lr: 1e-2 }, seed: 5 })
    for (let step = 0; step < 3; step++) {
      scope(() => {
        const loss = network
          .forward(randn([8, 4]))
          .square()
          .mean()
        optimizer.zeroGrad()
        loss.backward()
        optimizer.step()
        run.log(step, { 'g/total': loss.item(), odd: Number.NaN })
      })
    }
    const file = await run.sample(3, () => network.forward(randn([5, 4])).view([5, 3, 2, 2]), {
      seeds: [0, 1, 2, 3, 4],
    })
    await run.checkpoint(3, { networks: { network }, optimizers: { network: optimizer }, extra: { phase: 2 } })
    expect(run.isStopRequested).toBe(false)
    await run.finish()
    await run.finish()

    expect(path.basename(run.dir)).toBe('0001-mine')
    expect(path.relative(run.dir, file)).toBe(path.join('samples', 'step-000003.png'))
    expect(readRunRecord(path.join(run.dir, 'run.json'))).toMatchObject({
      status: 'done',
      step: 3,
      steps: 3,
      seeds: { root: 5 },
      options: { lr: 1e-2 },
      definition: { name: 'custom' },
    })
    expect(openRun(run.dir).record.name).toBe('0001-mine')
    const { dir } = findCheckpoint(path.join(run.dir, 'checkpoints'))
    useCheckpointTensors(dir, 'network', (tensors) => expect([...tensors.keys()].sort()).toEqual(['bias', 'weight']))
    expect(readdirSync(run.dir).some((name) => name.startsWith('events.out.tfevents'))).toBe(true)
    expect(existsSync(path.join(run.dir, 'run.lock'))).toBe(false)
    optimizer.dispose()
    network.dispose()
    expect(memory().live).toBe(live)
  })

  it('is told of a wish to stop, from the control folder and from a signal', async () => {
    const controller = new AbortController()
    const run = await createRun({ name: 'mine', out: temporaryFolder(), signal: controller.signal })
    writeControlRequest(path.join(run.dir, 'control'), 'stop')
    expect(run.isStopRequested).toBe(true)
    await run[Symbol.asyncDispose]()
    expect(readRunRecord(path.join(run.dir, 'run.json')).status).toBe('stopped')
    const other = await createRun({ name: 'mine', out: temporaryFolder(), signal: controller.signal })
    controller.abort()
    expect(other.isStopRequested).toBe(true)
    await other.finish('stopped')
  })

  it('refuses pictures of another shape, steps that are none, and anything after the end', async () => {
    const run = await createRun({ name: 'mine', out: temporaryFolder() })
    const error = await failureOf(run.sample(0, () => randn([2, 2, 4, 4])))
    expect(error).toMatchObject({ code: 'OPTION_INVALID', message: expect.stringContaining('[2, 2, 4, 4]') })
    expect(() => run.log(-1, {})).toThrow('got -1')
    await run.finish('failed')
    expect(() => run.log(1, {})).toThrow('is finished')
    expect(readRunRecord(path.join(run.dir, 'run.json'))).toMatchObject({ status: 'failed' })
  })

  it('asks for options of the right kind before it writes anything', async () => {
    const out = path.join(temporaryFolder(), 'runs')
    for (const [options, message] of [
      [{ steps: 'many' }, 'createRun: steps must be a whole number from 0, got "many"'],
      [{ seed: 1.5 }, 'createRun: seed must be a whole number from 0, got 1.5'],
      [{ keep: 0 }, 'createRun: keep must be a whole number from 1, got 0'],
      [{ signal: 3 }, 'createRun: signal must be an AbortSignal, got 3'],
      [{ data: '' }, 'createRun: data must be a text, got ""'],
      [{ options: null }, 'createRun: options: expected an object'],
      [{ options: { big: 3n } }, 'createRun: options must be plain JSON: Do not know how to serialize a BigInt'],
      [
        { options: { best: Infinity } },
        'createRun: options must be plain JSON: "best" is Infinity, which JSON does not keep',
      ],
    ] as const) {
      const error = await failureOf(createRun({ name: 'mine', out, ...options } as never))
      expect([error.code, error.message]).toEqual(['OPTION_INVALID', expect.stringContaining(message)])
    }
    expect(existsSync(out)).toBe(false)
  })

  it('logs numbers alone, and says what stands in their place', async () => {
    const run = await createRun({ name: 'mine', out: temporaryFolder() })
    const log = run.log.bind(run) as (step: number, values?: unknown) => void
    scope(() => {
      const loss = randn([])
      expect(() => log(1, { 'g/total': loss })).toThrow('log: g/total must be a number, got an object')
    })
    expect(() => log(1)).toThrow('log: expected an object with g/total, d/total, got undefined')
    expect(() => log(1, { 'g/total': '3' })).toThrow('log: g/total must be a number, got "3"')
    expect(() => log(1, { step: 3 })).toThrow('log: no value can be called step')
    expect(() => run.note(1, undefined as never)).toThrow('note: text must be a text, got undefined')
    expect(
      openRun(run.dir)
        .records()
        .filter(({ kind }) => kind !== 'status'),
    ).toEqual([])
    await run.finish()
  })

  it('draws tensors alone, with options that exist and fit', async () => {
    const run = await createRun({ name: 'mine', out: temporaryFolder() })
    const sample = run.sample.bind(run) as (step: number, images?: unknown, options?: unknown) => Promise<string>
    const live = memory().live
    for (const [images, options, message] of [
      [undefined, {}, 'images must be a tensor, or a function that makes one and is not async, got undefined'],
      [async () => randn([2, 3, 4, 4]), {}, 'is not async, got an object'],
      [() => randn([0, 3, 4, 4]), {}, 'got [0, 3, 4, 4]'],
      [() => randn([2, 3, 4, 4]), { colums: 2 }, 'sample: there is no option colums'],
      [() => randn([2, 3, 4, 4]), { columns: 0 }, 'columns must be a whole number from 1, got 0'],
      [() => randn([2, 3, 4, 4]), { seeds: [1] }, 'seeds must be a list of 2 whole numbers, one for each picture'],
    ] as const) {
      const error = await failureOf(sample(1, images, options))
      expect([error.code, error.message]).toEqual(['OPTION_INVALID', expect.stringContaining(message)])
    }
    expect(memory().live).toBe(live)
    await run.finish()
  })

  it('saves networks under names of their own that are names of files', async () => {
    const run = await createRun({ name: 'mine', out: temporaryFolder() })
    const network = new Linear(1, 1)
    const optimizer = adam(network, { lr: 1 })
    for (const [content, message] of [
      [{ networks: { '../G': network } }, '"../G" is no name for a file'],
      [{ networks: { random: network } }, 'a network cannot be called random, as another file of the checkpoint is'],
      [{ networks: { 'optimizer-G': network } }, 'a network cannot be called optimizer-G'],
      [{ networks: { G: randn } }, 'networks.G must be a module, got a function'],
      [{ networks: { G: network }, optimizers: { 'a/b': optimizer } }, '"a/b" is no name for a file'],
      [{ networks: { G: network }, optimizers: { G: network } }, 'optimizers.G must be of the class Optimizer'],
      [{ networks: { G: network }, generators: { rng: 3 } }, 'generators.rng must be of the class Generator, got 3'],
      [{ networks: { G: network }, extra: { n: 3n } }, 'extra must be plain JSON'],
    ] as const) {
      const error = await failureOf(run.checkpoint(1, content as never))
      expect([error.code, error.message]).toEqual(['OPTION_INVALID', expect.stringContaining(message)])
    }
    expect(readdirSync(path.join(run.dir, 'checkpoints'))).toEqual([])
    expect((await failureOf(run.finish('over' as never))).message).toContain('got "over"')
    expect(readRunRecord(path.join(run.dir, 'run.json')).status).toBe('running')
    await run.finish()
    optimizer.dispose()
    network.dispose()
  })
})
