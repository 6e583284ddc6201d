import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findCheckpoint } from '@ganymede/runs/checkpoints'
import { openRun } from '@ganymede/runs/folder'
import { stablePart } from '@ganymede/runs/logs'
import { Generator, manualSeed, memory, randn, scope } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { createRun } from '../../src/api/create-run.js'
import type { OwnRun } from '../../src/api/own-run.js'
import type { OwnCheckpoint } from '../../src/api/own-run-content.js'
import { resumeRun } from '../../src/api/resume-run.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { adam } from '../../src/nn/optim/adam.js'
import { failureOf, smallRun } from '../training/fixtures/small-run.js'

/** A program with a loop of its own: dropout-like noise from the default stream, data from one of its own. */
class Program {
  readonly network: Linear
  readonly optimizer
  readonly data = new Generator(3)
  readonly state: OwnCheckpoint

  constructor(seed = 1) {
    this.network = new Linear(4, 12, { rng: new Generator(seed) })
    this.optimizer = adam(this.network, { lr: 1e-2 })
    this.state = {
      networks: { G: this.network },
      optimizers: { G: this.optimizer },
      generators: { data: this.data },
      extra: { phase: 'second' },
    }
  }

  async train(run: OwnRun, until: number): Promise<void> {
    for (let step = run.step + 1; step <= until; step++) {
      const loss = scope(() => {
        const x = randn([8, 4], { generator: this.data }).add(randn([8, 4]).mul(0.1))
        const value = this.network.forward(x).square().mean()
        this.optimizer.zeroGrad()
        value.backward()
        this.optimizer.step()
        return value.item()
      })
      run.log(step, { 'g/total': loss })
      if (step % 5 === 0) await run.checkpoint(step, this.state)
    }
  }

  dispose(): void {
    this.optimizer.dispose()
    this.network.dispose()
    this.data.dispose()
  }
}

const scalarsOf = (dir: string): string[] =>
  readFileSync(path.join(dir, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"kind":"scalars"'))
    .map(stablePart)

const weightsOf = (dir: string): Buffer =>
  readFileSync(path.join(findCheckpoint(path.join(dir, 'checkpoints')).dir, 'G.safetensors'))

describe('a run of one’s own that goes on', () => {
  it('ends bit for bit like one that was never stopped, in weights and log', async () => {
    const out = temporaryFolder()
    const live = memory().live
    const whole = new Program()
    const one = await createRun({ name: 'whole', out, steps: 10 })
    expect([one.step, one.extra]).toEqual([0, {}])
    // Both draw from the default stream, which the process shares.
    manualSeed(7)
    await whole.train(one, 10)
    await one.finish()

    const first = new Program()
    const broken = await createRun({ name: 'broken', out, steps: 10 })
    manualSeed(7)
    await first.train(broken, 8)
    await broken.finish('failed')
    manualSeed(99)

    const second = new Program(2)
    const run = await resumeRun('broken', second.state, { out })
    expect([run.step, run.extra, run.dir]).toEqual([5, { phase: 'second' }, broken.dir])
    expect(openRun(run.dir).status).toBe('running')
    await second.train(run, 10)
    await run.finish()

    expect(scalarsOf(run.dir)).toEqual(scalarsOf(one.dir))
    expect(weightsOf(run.dir).equals(weightsOf(one.dir))).toBe(true)
    expect(openRun(run.dir)).toMatchObject({ status: 'done', step: 10 })
    for (const program of [whole, first, second]) program.dispose()
    expect(memory().live).toBe(live)
  })

  it('goes back to an earlier step, and drops what came after it', async () => {
    const out = temporaryFolder()
    const program = new Program()
    const run = await createRun({ name: 'mine', out })
    await program.train(run, 10)
    await run.finish()
    const again = await resumeRun('latest', program.state, { out, step: 5, steps: 20 })
    expect(again.step).toBe(5)
    await again.finish('stopped')
    const reader = openRun(run.dir)
    expect(findCheckpoint(path.join(run.dir, 'checkpoints')).step).toBe(5)
    expect(reader.record).toMatchObject({ step: 5, steps: 20, status: 'stopped' })
    expect(reader.series(['g/total']).get('g/total')?.steps).toEqual([1, 2, 3, 4, 5])
    program.dispose()
  })

  it('is refused where parts are missing or new, and stays as it was', async () => {
    const out = temporaryFolder()
    const program = new Program()
    const run = await createRun({ name: 'mine', out })
    await program.train(run, 5)
    await run.finish()
    const error = await failureOf(resumeRun('mine', { networks: { D: program.network } }, { out }))
    expect(error).toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
      lines: [
        'network in the checkpoint, not given: G',
        'network given, not in the checkpoint: D',
        'optimizer in the checkpoint, not given: G',
        'generator in the checkpoint, not given: data',
      ],
    })
    const other = new Linear(5, 12)
    const shape = await failureOf(resumeRun('mine', { ...program.state, networks: { G: other } }, { out }))
    expect(shape.code).toBe('CHECKPOINT_MISMATCH')
    const options = await failureOf(resumeRun('mine', program.state, { out, step: '5', keep: 0 } as never))
    expect([options.message, ...options.lines]).toEqual([
      'resumeRun: step must be a whole number from 0, got "5"',
      'resumeRun: keep must be a whole number from 1, got 0',
    ])
    expect(openRun(run.dir).status).toBe('done')
    other.dispose()
    program.dispose()
  })

  it('is refused while it is written, without a checkpoint, and for a run of a system', async () => {
    const out = temporaryFolder()
    const program = new Program()
    const run = await createRun({ name: 'mine', out })
    expect((await failureOf(resumeRun('mine', program.state, { out }))).code).toBe('RUN_LOCKED')
    await run.finish()
    expect((await failureOf(resumeRun('mine', program.state, { out }))).code).toBe('CHECKPOINT_MISSING')
    const { run: other } = await smallRun(out, { train: { steps: 1 } })
    const error = await failureOf(resumeRun(other.dir, program.state))
    expect(error.message).toContain('is a run of dcgan, not of createRun')
    expect(error.remedy).toContain('await resume(')
    program.dispose()
  })
})
