import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findRun, readRunRecord, writeRunRecord } from '@ganymede/runs/folder'
import { readMetrics } from '@ganymede/runs/logs'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { dcgan } from '../../src/models/dcgan/dcgan.js'
import { startTraining } from '../../src/training/start-training.js'
import { withData } from './fixtures/other-data.js'
import { everything, smallOptions, smallRun } from './fixtures/small-run.js'

let out: string
beforeEach(() => {
  out = temporaryFolder()
})

describe('20 steps are 10 and 10 more, byte for byte', () => {
  it.each([
    ['with fakes of their own for each update', { shareFakes: false }],
    ['with accumulation', { shareFakes: false, accumD: 2, accumG: 4, dSteps: 2 }],
    ['in bfloat16', { precision: 'bfloat16' }],
    ['with a checkpoint between two log lines', { logEvery: 7, checkpointEvery: 5 }],
    ['with the generator first and clipped gradients', { dFirst: false, clipD: 0.5, clipG: 0.5 }],
  ])('%s', async (_, train) => {
    const whole = await smallRun(out, { train })
    const half = await smallRun(out, { train: { ...train, steps: 10 } })
    const resumed = await smallRun(out, { train }, { resume: half.run })
    expect(everything(resumed.run.dir)).toEqual(everything(whole.run.dir))
  })

  it('when the run is found by its name', async () => {
    const whole = await smallRun(out, {}, { name: 'whole' })
    await smallRun(out, { train: { steps: 10 } }, { name: 'half' })
    const resumed = await smallRun(out, {}, { resume: findRun('half', { out }) })
    expect(everything(resumed.run.dir)).toEqual(everything(whole.run.dir))
  })
})

/** DCGAN of which something happens when a step reads its data, or before it. */
function watched(hooks: { before?: (step: number) => void; whileReading?: (step: number) => void }): typeof dcgan {
  return {
    ...dcgan,
    async step(ctx) {
      hooks.before?.(ctx.step)
      await dcgan.step(
        withData(ctx, async (n) => {
          const pending = ctx.nextReal(n)
          hooks.whileReading?.(ctx.step)
          return pending
        }),
      )
    },
  }
}

describe('breaking off', () => {
  it('finishes the step when the wish to stop comes while a read is pending, and goes on from there', async () => {
    const controller = new AbortController()
    const system = watched({ whileReading: (step) => step === 6 && controller.abort() })
    // Two updates of D: the first has been made when the second waits for its images.
    const train = { shareFakes: false, dSteps: 2 }
    const stopped = await startTraining({
      system,
      options: smallOptions({ train }),
      out,
      signal: controller.signal,
    })
    expect(stopped).toMatchObject({ status: 'stopped', step: 7 })
    const resumed = await smallRun(out, { train }, { resume: stopped.run })
    const whole = await smallRun(out, { train })
    const [found, expected] = [everything(resumed.run.dir), everything(whole.run.dir)]
    found.set('log', found.get('log')!.replace(/^.*"kind":"checkpoint","step":7,.*\n/m, ''))
    expect(found).toEqual(expected)
  })

  it('after going back to a step, a crash before the next save leads back to that step', async () => {
    const train = { checkpointEvery: 5 }
    const whole = await smallRun(out, { train })
    const other = await smallRun(out, { train }, { name: 'other' })
    const crashing = watched({
      before: (step) => {
        if (step === 12) throw new Error('the power failed')
      },
    })
    const options = smallOptions({ train })
    await expect(startTraining({ system: crashing, options, out, resume: other.run, resumeStep: 10 })).rejects.toThrow(
      'the power failed',
    )
    const steps: number[] = []
    const resumed = await smallRun(
      out,
      { train },
      { resume: other.run, onEvent: ({ kind, step }) => kind === 'scalars' && steps.push(step) },
    )
    // From 10 and not from 20, where the lost future had ended.
    expect(steps[0]).toBe(12)
    expect(everything(resumed.run.dir)).toEqual(everything(whole.run.dir))
  })
})

describe('what a run was started with', () => {
  it('precision: auto goes on to mean what it meant', async () => {
    const train = { precision: 'bfloat16' }
    const whole = await smallRun(out, { train })
    const half = await smallRun(out, { train: { ...train, steps: 10 } })
    // As if this machine had chosen bfloat16 by itself, and were asked again after its processor was changed.
    const record = readRunRecord(half.run.record)
    const options = { ...record.options, train: { ...(record.options.train as object), precision: 'auto' } }
    writeRunRecord(half.run.record, { ...record, options })
    const resumed = await smallRun(out, { train: { precision: 'auto' } }, { resume: half.run })
    expect(readRunRecord(resumed.run.record).precision).toBe('bfloat16')
    const weights = 'checkpoint/generator.safetensors'
    expect(everything(resumed.run.dir).get(weights)).toBe(everything(whole.run.dir).get(weights))
  })

  it('says so when libtorch is another version', async () => {
    const half = await smallRun(out, { train: { steps: 10 } })
    const folder = path.join(half.run.checkpoints, 'step-000010')
    const { run } = half
    // The manifest would refuse an edited checkpoint: so it is edited as well.
    const file = path.join(folder, 'state.json')
    const text = readFileSync(file, 'utf8')
    const changed = text.replace(/"libtorch": "[^"]*"/, (found) => `"libtorch": "${'9'.repeat(found.length - 14)}"`)
    writeFileSync(file, changed)
    const { crc32 } = await import('node:zlib')
    const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'))
    for (const entry of manifest.files) {
      if (entry.name === 'state.json') entry.crc32 = crc32(changed).toString(16).padStart(8, '0')
    }
    writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest))
    await smallRun(out, {}, { resume: run })
    const notes = readMetrics(run.metrics).records.filter(({ kind }) => kind === 'note')
    expect(notes.map(({ text: said }) => said)).toContainEqual(expect.stringMatching(/^libtorch was 9+ and is /))
  })
})

it('mps and xpu are refused by name', () => {
  for (const device of ['mps', 'xpu:0']) {
    expect(() => smallOptions({ train: { device } })).toThrow('mps and xpu are not supported')
  }
})
