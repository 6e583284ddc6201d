import { listRunFolders, readRunRecord } from '@ganymede/runs/folder'
import { memory, scope, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { renderError } from '../../../src/cli/terminal/error-report.js'
import type { DcganOptions } from '../../../src/models/dcgan/dcgan.js'
import { dcgan } from '../../../src/models/dcgan/dcgan.js'
import type { AnySystem, StepContext } from '../../../src/systems/contract/system.js'
import { failureOf as failureRecorded } from '../../../src/training/guards/failure-of-error.js'
import { startTraining } from '../../../src/training/start-training.js'
import { failureOf, type Overrides, smallOptions } from '../fixtures/small-run.js'

/** More than any machine has: libtorch's allocator for the host refuses it. */
const tooMuch = () => scope(() => void zeros([2 ** 25, 2 ** 25]))

/** DCGAN that needs too much memory for micro-batches above a size, as a large network would. */
function hungry(largest: number): AnySystem {
  return {
    ...dcgan,
    step(ctx: StepContext<never, DcganOptions, never>) {
      if (ctx.train.batch / ctx.train.accumD > largest) tooMuch()
      return dcgan.step(ctx)
    },
  }
}

const start = (out: string, system: AnySystem, train: Overrides['train'] = {}) =>
  startTraining({ system, options: smallOptions({ train: { batch: 32, steps: 2, ...train } }), out })

describe('a step without enough memory', () => {
  it('suggests the batch that was tried and fits, in a command that works', async () => {
    const out = temporaryFolder()
    const live = memory().live
    const error = await failureOf(start(out, hungry(8)))
    const [run] = listRunFolders(out)
    expect(error).toMatchObject({ code: 'OUT_OF_MEMORY', message: 'memory ran out in step 0 with a batch of 32' })
    expect(error.lines[0]).toMatch(/zeros: out of memory: 4,503,599,627,370,496 bytes were asked for/)
    expect(error.lines[1]).toMatch(/^a batch of 8 was tried and fits, with at most [\d.]+ [KM]B of tensors$/)
    expect(error.remedy).toBe(`Go on with it: ganymede resume ${run?.dir} --set train.batch=8 --accept-changes`)
    expect(memory().live).toBe(live)

    const record = readRunRecord(run?.record ?? '')
    expect(record).toMatchObject({ status: 'failed', failure: { code: 'OUT_OF_MEMORY', step: 0 } })
    const options = smallOptions({ train: { batch: 8, steps: 2 } })
    const resumed = await startTraining({ system: hungry(8), options, out, resume: run!, acceptChanges: true })
    expect(resumed).toMatchObject({ status: 'done', step: 2 })
  })

  it('offers to keep the batch in parts where the system can', async () => {
    const { remedy } = await failureOf(start(temporaryFolder(), hungry(8), { shareFakes: false }))
    expect(remedy.split('\n')[1]).toMatch(/in parts.*--set train\.accumD=4 --set train\.accumG=4 --accept-changes$/)
  })

  it('tries only batches that the other options allow', async () => {
    const uneven = await failureOf(start(temporaryFolder(), hungry(2), { batch: 30, accumD: 3, shareFakes: false }))
    expect(uneven.lines[1]).toMatch(/^a batch of 6 was tried/)
    const none = await failureOf(start(temporaryFolder(), hungry(0)))
    expect(none.lines[1]).toBe('no smaller batch fits either: they were tried')
    expect(none.remedy).toMatch(/smaller/)
  })
})

it('names what else memory ran out in', async () => {
  const building: AnySystem = { ...dcgan, build: () => tooMuch() as never }
  const out = temporaryFolder()
  expect(await failureOf(start(out, building))).toMatchObject({
    code: 'OUT_OF_MEMORY',
    message: 'memory ran out while making the networks',
  })
  const drawing: AnySystem = { ...dcgan, decode: () => tooMuch() as never }
  const error = await failureOf(start(out, drawing))
  expect(error.message).toBe('memory ran out while drawing the sheets of step 0')
  expect(error.remedy).toContain('--set train.gridSize=1 --accept-changes')
  expect(readRunRecord(listRunFolders(out)[0]?.record ?? '').failure?.code).toBe('OUT_OF_MEMORY')
})

describe('what a run records as its failure', () => {
  const style = { colour: false, unicode: true }
  it.each([
    [new RangeError('Array buffer allocation failed'), 'OUT_OF_MEMORY'],
    [Object.assign(new Error('ENOMEM: not enough memory, read'), { code: 'ENOMEM' }), 'OUT_OF_MEMORY'],
    [Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }), 'DISK_FULL'],
    [new TypeError('x is not a function'), 'INTERNAL'],
  ])('%s is %s, as it is printed', (error, code) => {
    expect(failureRecorded(error)).toMatchObject({ code, message: error.message })
    expect(renderError(error, style)).toMatch(new RegExp(`^✖ ${code} `))
  })

  it('is the code of the engine', () => {
    let thrown: unknown
    try {
      tooMuch()
    } catch (error) {
      thrown = error
    }
    expect(failureRecorded(thrown).code).toBe('OUT_OF_MEMORY')
  })
})
