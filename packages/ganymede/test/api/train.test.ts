import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { readRunRecord } from '@ganymede/runs/folder'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { gan } from '../../src/api/model-builders.js'
import { type Run, train } from '../../src/api/train.js'
import { type Config, defineConfig, images } from '../../src/options/define-config.js'
import type { TrainResult } from '../../src/training/start-training.js'
import type { RunEvent } from '../../src/training/watch/run-event.js'

function config(steps: number): Config {
  return defineConfig({
    model: gan({ size: 16, hidden: 4, latentDim: 4 }),
    data: images('builtin:glyphs?set=digits&count=40'),
    train: { steps, batch: 4, gridSize: 4, logEvery: 1, checkpointEvery: 1_000_000, quickMetric: 'none', threads: 1 },
  })
}

const statusOf = (dir: string) => readRunRecord(path.join(dir, 'run.json')).status

describe('a training from code', () => {
  it('has an id and a folder once its data is open, and says so before', async () => {
    const out = temporaryFolder()
    const run = train(config(2), { out })
    expect(() => run.id).toThrow(/no id and no folder yet/)
    expect(() => run.dir).toThrow(expect.objectContaining({ remedy: expect.stringContaining('await run.started') }))
    const { id, dir } = await run.started
    expect([run.id, run.dir]).toEqual([id, dir])
    expect([id, dir]).toEqual(['0001', path.join(out, '0001-gan-glyphs')])
    const result = await run
    expect(result).toMatchObject({ status: 'done', step: 2 })
    expect(result.run.dir).toBe(run.dir)
  })

  it('knows both when its first event comes', async () => {
    const run = train(config(2), { out: temporaryFolder() })
    const kinds: string[] = []
    for await (const { kind } of run) {
      expect(existsSync(run.dir)).toBe(true)
      kinds.push(kind)
    }
    expect(kinds).toContain('scalars')
  })

  it('tells events whose kind says what they hold, with numbers for metrics', async () => {
    const seen = new Map<string, RunEvent>()
    const often = { doctorEvery: 2, sampleEvery: 2, quickMetric: 'swd' } as const
    const asked = { ...config(4), train: { ...config(4).train, ...often } }
    for await (const event of train(asked, { out: temporaryFolder() })) {
      seen.set(event.kind, event)
      if (event.kind === 'scalars') {
        expectTypeOf(event['g/total']).toEqualTypeOf<number | undefined>()
        expectTypeOf(event.imagesSeen).toEqualTypeOf<number>()
        // @ts-expect-error a name without a network in front of it is none that systems log
        event.total
      }
      if (event.kind === 'sample') expectTypeOf(event.file).toEqualTypeOf<string>()
      // @ts-expect-error records of other kinds have no metrics
      if (event.kind === 'note') event['g/total']
    }
    expectTypeOf<RunEvent['kind']>().toEqualTypeOf<
      'scalars' | 'probe' | 'sample' | 'checkpoint' | 'metric' | 'finding' | 'status' | 'note'
    >()
    expect(seen.get('scalars')).toMatchObject({
      step: 4,
      seconds: expect.any(Number),
      imagesSeen: 16,
      epoch: expect.any(Number),
      imagesPerSec: expect.any(Number),
      'g/total': expect.any(Number),
      'time/data': expect.any(Number),
    })
    expect(seen.get('probe')).toMatchObject({ layers: expect.any(Object), samples: { spread: expect.any(Number) } })
    expect(seen.get('sample')).toMatchObject({ view: expect.any(String), file: expect.stringMatching(/^samples\//) })
    expect(seen.get('checkpoint')).toMatchObject({ checkpoint: 'step-000004', best: 4 })
    expect(seen.get('metric')).toMatchObject({
      metric: 'swd',
      value: expect.any(Number),
      spread: expect.any(Number),
      best: true,
    })
    expect(seen.get('status')).toMatchObject({ status: 'done' })
  })

  it('waits when it is paused and goes on when it is told to', async () => {
    const run = train(config(1_000_000), { out: temporaryFolder() })
    await run.pause()
    expect(statusOf(run.dir)).toBe('paused')
    await run.pause()
    await run.continue()
    expect(statusOf(run.dir)).toBe('running')
    const { status, lastCheckpoint } = await run.stop()
    expect(status).toBe('stopped')
    expect(existsSync(lastCheckpoint ?? '')).toBe(true)
    // Nothing is left to pause: there is an answer all the same.
    await run.pause()
    await run.continue()
  })

  it('ends without a checkpoint when none is wanted', async () => {
    const run = train(config(1_000_000), { out: temporaryFolder() })
    await run.started
    const result = await run.stop({ save: false })
    expect(result).toMatchObject({ status: 'stopped', lastCheckpoint: undefined })
    expect(readdirSync(path.join(run.dir, 'checkpoints'))).toEqual([])
    expect(statusOf(run.dir)).toBe('stopped')
  })

  it('rejects whoever waits when it cannot start', async () => {
    const wrong = { ...config(2), data: images('/nowhere/photos') }
    const run = train(wrong, { out: temporaryFolder() })
    await expect(run.started).rejects.toMatchObject({ code: 'DATA_NOT_FOUND' })
    await expect(run.stop()).rejects.toMatchObject({ code: 'DATA_NOT_FOUND' })
    await run.pause()
  })

  it.each([
    ['it', () => {}],
    ['its end', (run: Run) => void run.stop()],
  ])('does not fail in silence where nobody waits for %s', async (_, use) => {
    const wrong = { ...config(2), data: images('/nowhere/photos') }
    const listeners = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    const untold = new Promise((resolve) => process.once('unhandledRejection', resolve))
    try {
      use(train(wrong, { out: temporaryFolder() }))
      expect(await untold).toMatchObject({ code: 'DATA_NOT_FOUND' })
    } finally {
      for (const listener of listeners) process.on('unhandledRejection', listener)
    }
  })

  it('has the types of the specification', () => {
    expectTypeOf<Run>().toExtend<AsyncIterable<RunEvent>>()
    expectTypeOf<Run>().toExtend<PromiseLike<TrainResult>>()
    expectTypeOf<Run>().toExtend<{ readonly id: string; readonly dir: string }>()
    expectTypeOf<Run['pause']>().toEqualTypeOf<() => Promise<void>>()
    expectTypeOf<Run['continue']>().toEqualTypeOf<() => Promise<void>>()
    expectTypeOf<Run['stop']>().toEqualTypeOf<(options?: { readonly save?: boolean }) => Promise<TrainResult>>()
    expectTypeOf<Parameters<typeof train>[0]>().toEqualTypeOf<Config | string>()
    // @ts-expect-error a run is told what to do with words that it knows
    expectTypeOf<Parameters<Run['stop']>[0]>().toEqualTypeOf<{ keep: boolean }>()
  })
})
