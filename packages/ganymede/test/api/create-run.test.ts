import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { memory, randn, scope } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { createRun } from '../../src/api/create-run.js'
import { Linear } from '../../src/nn/linear.js'
import { adam } from '../../src/nn/optim/adam.js'
import { useCheckpointTensors } from '../../src/train/checkpoint.js'
import { findCheckpoint } from '../../src/train/checkpoint-reader.js'
import { writeControlRequest } from '../../src/train/control.js'
import { openRun } from '../../src/train/run-reader.js'
import { readRunRecord } from '../../src/train/run-record.js'
import { failureOf } from '../train/fixtures/small-run.js'
import { temporaryFolder } from '../train/temporary-folder.js'

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
})
