import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { findCheckpoint } from '@ganymede/runs/checkpoints'
import { readMetrics } from '@ganymede/runs/logs'
import { memory, noGrad } from '@ganymede/torch'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { readCheckpointState, useCheckpointTensors } from '../../src/checkpoint/checkpoint.js'
import { dcgan } from '../../src/models/dcgan/dcgan.js'
import { startTraining, type TrainResult } from '../../src/training/start-training.js'
import { withData } from './fixtures/other-data.js'
import { everything, failureOf, type Overrides, smallOptions, smallRun } from './fixtures/small-run.js'

let out: string
beforeEach(() => {
  out = temporaryFolder()
})

/** DCGAN whose real images are spoilt in some steps; `fails` is asked once per step that is run. */
function spoiling(fails: (step: number) => boolean): typeof dcgan {
  return {
    ...dcgan,
    step: (ctx) => {
      if (!fails(ctx.step)) return dcgan.step(ctx)
      const spoilt = withData(ctx, async (n) => {
        const batch = await ctx.nextReal(n)
        return {
          toDevice: () => {
            const real = batch.toDevice()
            return { ...real, images: real.images.mul(Number.NaN) }
          },
        }
      })
      return dcgan.step(spoilt)
    },
  }
}

const train = (system: typeof dcgan, overrides: Overrides): Promise<TrainResult> =>
  startTraining({ system, options: smallOptions(overrides), out })

const notesOf = ({ run }: TrainResult) =>
  readMetrics(run.metrics)
    .records.filter(({ kind }) => kind === 'note')
    .map(({ text }) => String(text))

describe('skip', () => {
  it('leaves the update out, keeps running statistics, and goes on', async () => {
    const live = memory().live
    const result = await train(
      spoiling((step) => step === 7),
      { train: { onNonFinite: 'skip', shareFakes: false } },
    )
    expect(result).toMatchObject({ status: 'done', step: 20 })
    expect(notesOf(result)).toContainEqual(
      'd/total became NaN in step 7: the update was left out, 1 of 10 in the last 1000 steps',
    )
    const { dir } = findCheckpoint(result.run.checkpoints)
    expect(readCheckpointState(dir).loop).toMatchObject({ skipped: [7], rollbacks: 0 })
    useCheckpointTensors(dir, 'discriminator', (tensors) => {
      for (const value of tensors.values())
        expect(Number.isFinite(value.to({ dtype: 'float32' }).sum().item())).toBe(true)
    })
    const scalars = readMetrics(result.run.metrics).records.filter(({ kind }) => kind === 'scalars')
    expect(scalars.every((record) => Number.isFinite(record['d/total'] as number))).toBe(true)
    expect(memory().live).toBe(live)
  })

  it('stops at the eleventh within a thousand steps, also over a resume', async () => {
    const overrides = { train: { onNonFinite: 'skip' } }
    const half = await train(
      spoiling((step) => step < 6),
      { train: { ...overrides.train, steps: 10 } },
    )
    const error = await failureOf(
      startTraining({
        system: spoiling((step) => step >= 12),
        options: smallOptions(overrides),
        out,
        resume: half.run,
      }),
    )
    expect(error).toMatchObject({ code: 'NON_FINITE', message: 'd/total became NaN in step 16' })
    expect(error.lines).toContain('10 updates were left out in the last 1000 steps')
  })
})

describe('rollback', () => {
  it('goes back to the last checkpoint with half the learning rate, and repeats its log', async () => {
    let hasFailed = false
    const result = await train(
      spoiling((step) => {
        const fails = step === 13 && !hasFailed
        hasFailed ||= fails
        return fails
      }),
      { train: { onNonFinite: 'rollback' } },
    )
    expect(result).toMatchObject({ status: 'done', step: 20 })
    const { records } = readMetrics(result.run.metrics)
    const scalars = records.filter(({ kind }) => kind === 'scalars')
    expect(scalars.map(({ step }) => step)).toEqual([3, 6, 9, 12, 15, 18, 20])
    expect(scalars.map((record) => record['lr/g'])).toEqual([2e-4, 2e-4, 2e-4, 1e-4, 1e-4, 1e-4, 1e-4])
    expect(notesOf(result).join('\n')).toContain(
      'd/total became NaN in step 13: back to step-000010 with learning rates times 0.5, rollback 1 of 3',
    )
    expect(existsSync(path.join(result.run.dir, 'non-finite-step-000013.json'))).toBe(true)
    expect(readCheckpointState(findCheckpoint(result.run.checkpoints).dir).loop).toMatchObject({ rollbacks: 1 })
  })

  it('keeps a learning rate that was changed on purpose when the run was resumed', async () => {
    const { run } = await smallRun(out, { train: { steps: 10 } })
    let hasFailed = false
    const system = spoiling((step) => {
      const fails = step === 13 && !hasFailed
      hasFailed ||= fails
      return fails
    })
    const options = smallOptions({ model: { lrG: 1e-4 }, train: { onNonFinite: 'rollback' } })
    const result = await startTraining({ system, options, out, resume: run, acceptChanges: true })
    const rates = readMetrics(result.run.metrics).records.flatMap((record) => record['lr/g'] ?? [])
    expect(rates.at(-1)).toBe(5e-5)
  })

  it('gives up after three, and where there is no checkpoint yet', async () => {
    let failures = 0
    const error = await failureOf(
      train(
        spoiling((step) => {
          if (step !== 13) return false
          failures++
          return true
        }),
        { train: { onNonFinite: 'rollback' } },
      ),
    )
    expect(error.code).toBe('NON_FINITE')
    expect(failures).toBe(4)
    expect(error.lines).toContain('the run went back to a checkpoint 3 times')
    const early = await failureOf(
      train(
        spoiling((step) => step === 2),
        { train: { onNonFinite: 'rollback' } },
      ),
    )
    expect(early.lines).toContain('there is no earlier checkpoint')
  })
})

describe('stop', () => {
  it('writes a report with step, phase, terms, the bad parameter and the last rows of the log', async () => {
    const half = await smallRun(out, { train: { steps: 10 } })
    const breaking: typeof dcgan = {
      ...dcgan,
      async step(ctx) {
        if (ctx.step === 13) noGrad(() => ctx.networks.discriminator.parameters()[1]!.fill_(Number.NaN))
        await dcgan.step(ctx)
      },
    }
    const error = await failureOf(startTraining({ system: breaking, options: smallOptions(), out, resume: half.run }))
    expect(error.lines).toContain('report: non-finite-step-000013.json')
    const report = JSON.parse(readFileSync(path.join(half.run.dir, 'non-finite-step-000013.json'), 'utf8'))
    expect(report).toMatchObject({
      step: 13,
      phase: 'd',
      quantity: 'd/total',
      value: 'NaN',
      terms: { adv_real: 'NaN', adv_fake: 'NaN' },
      badParameter: expect.stringContaining('discriminator.'),
      imagesSeen: 112,
      present: { 'lr/g': 2e-4 },
    })
    expect(report.log.length).toBeGreaterThan(0)
    expect(report.log.length).toBeLessThanOrEqual(50)
    // Nothing is lost: the run goes on from the good checkpoint, as if it had not happened.
    const resumed = await smallRun(out, {}, { resume: half.run })
    const whole = await smallRun(out)
    expect(everything(resumed.run.dir)).toEqual(everything(whole.run.dir))
  })

  it('names the layer of the generator whose values overflowed, though D saw them first', async () => {
    const overflowing: typeof dcgan = {
      ...dcgan,
      async step(ctx) {
        // Finite weights whose products are not: inf - inf after the last convolution.
        if (ctx.step === 4) noGrad(() => ctx.networks.generator.parameters().at(-1)!.mul_(1e38).mul_(50))
        await dcgan.step(ctx)
      },
    }
    const error = await failureOf(startTraining({ system: overflowing, options: smallOptions(), out }))
    expect(error.message).toBe('d/total became NaN in step 4')
    expect(error.lines[0]).toBe('all weights are finite')
    expect(error.lines[1]).toMatch(/^first bad value: result of .* in generator\.main/)
  })

  it('tells a norm that overflowed from gradients that are infinite', async () => {
    const steep: typeof dcgan = {
      ...dcgan,
      async step(ctx) {
        // Scores of 1e24 have a finite loss, and gradients whose squares are beyond float32.
        if (ctx.step === 4) noGrad(() => ctx.networks.discriminator.parameters().at(-1)!.mul_(1e24))
        await dcgan.step(ctx)
      },
    }
    const error = await failureOf(train(steep, {}))
    expect(error.code).toBe('NON_FINITE')
    expect(error.message).toBe('d/grad_norm became Infinity in step 4')
    expect(error.lines).toContain('every single gradient is finite: their norm overflowed')
    expect(error.lines).toContain('all weights are finite')
  })
})
