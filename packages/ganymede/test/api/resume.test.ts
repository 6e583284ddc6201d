import path from 'node:path'
import { readRunRecord } from '@ganymede/runs/folder'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { createRun } from '../../src/api/create-run.js'
import { resume } from '../../src/api/resume.js'
import { everything, failureOf, smallRun } from '../training/fixtures/small-run.js'

describe('resume from code', () => {
  it('ends bit for bit like a run that was never stopped', async () => {
    const whole = await smallRun(temporaryFolder())
    const out = temporaryFolder()
    const stopped = await smallRun(out, { train: { steps: 10 } })
    const training = resume('latest', { out, change: { train: { steps: 20 } } })
    const { id, dir } = await training.started
    expect([id, dir]).toEqual(['0001', stopped.run.dir])
    const steps: number[] = []
    for await (const { kind, step } of training) if (kind === 'scalars') steps.push(step)
    expect(await training).toMatchObject({ status: 'done', step: 20 })
    expect(steps).toEqual([12, 15, 18, 20])
    expect(everything(dir)).toEqual(everything(whole.run.dir))
  })

  it('ends at once where all steps are done, and goes back to an earlier one', async () => {
    const out = temporaryFolder()
    const { run } = await smallRun(out)
    expect(await resume(run.dir)).toMatchObject({ status: 'done', step: 20 })
    const training = resume('1', { out, step: 10 })
    const steps: number[] = []
    for await (const { kind, step } of training) if (kind === 'scalars') steps.push(step)
    expect(steps[0]).toBe(12)
  })

  it('takes changes that shape the result only when they are accepted', async () => {
    const out = temporaryFolder()
    await smallRun(out, { train: { steps: 10 } })
    const change = { model: { lrG: 1e-4 }, train: { steps: 12 } }
    const error = await failureOf(Promise.resolve(resume('latest', { out, change })))
    expect(error).toMatchObject({ code: 'RUN_CHANGED', lines: [expect.stringContaining('model.lrG')] })
    const { run } = await resume('latest', { out, change, acceptChanges: true })
    expect(readRunRecord(path.join(run.dir, 'run.json')).options.model).toMatchObject({ lrG: 1e-4 })
  })

  it('names what is wrong: unknown runs and options, and runs of createRun', async () => {
    const out = temporaryFolder()
    expect((await failureOf(Promise.resolve(resume('7', { out })))).code).toBe('RUN_NOT_FOUND')
    expect(() => resume('7', { steps: 5 } as object)).toThrow('resume: there is no option steps')
    const run = await createRun({ name: 'mine', out })
    await run.finish()
    const own = await failureOf(Promise.resolve(resume('mine', { out })))
    expect(own.code).toBe('RUN_OWN_LOOP')
    expect(own.remedy).toContain('await resumeRun(')
  })
})
