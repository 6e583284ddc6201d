import path from 'node:path'
import type { RunRecord } from '@ganymede/runs/folder'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { earlierRun, type TrainingGoal } from '../../../src/cli/training/earlier-run.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'
import { exampleSystem } from '../../options/example-system.js'
import { addRun } from '../commands/example-run.js'

function optionsWith(...sets: string[]) {
  const photos = path.resolve('/data/photos')
  return resolveOptions(exampleSystem, { sets: [`data.path=${photos}`, 'train.steps=100', ...sets] }).options
}

function goal(out: string, changes: Partial<TrainingGoal> = {}): TrainingGoal {
  return { out, system: 'dcgan', options: optionsWith(), ...changes }
}

function record(changes: Partial<RunRecord> = {}, ...sets: string[]): Partial<RunRecord> {
  return { options: JSON.parse(JSON.stringify(optionsWith(...sets))), ...changes }
}

describe('earlierRun', () => {
  it('finds none in a new folder', () => {
    expect(earlierRun(goal(path.join(temporaryFolder(), 'runs')))).toBeUndefined()
  })

  it.each(['created', 'running', 'paused', 'stopped', 'failed'] as const)('goes on with a run that is %s', (status) => {
    const out = temporaryFolder()
    const run = addRun(out, record({ status, step: 40 }))
    expect(earlierRun(goal(out))).toMatchObject({ state: 'unfinished', differences: [], run: { dir: run.dir } })
  })

  it('goes on with a finished run that is to become longer', () => {
    const out = temporaryFolder()
    addRun(out, record())
    expect(earlierRun(goal(out))?.state).toBe('finished')
    expect(earlierRun(goal(out, { options: optionsWith('train.steps=200') }))?.state).toBe('unfinished')
  })

  it('lists what differs in the newest unfinished run', () => {
    const out = temporaryFolder()
    addRun(out, record({ status: 'stopped', step: 40 }))
    const found = earlierRun(goal(out, { options: optionsWith('model.rate=0.25', 'train.sampleEvery=7') }))
    expect(found?.differences).toEqual([{ path: 'model.rate', before: 0.5, after: 0.25 }])
  })

  it('prefers an older unfinished run with equal options', () => {
    const out = temporaryFolder()
    const equal = addRun(out, record({ status: 'stopped', step: 40 }))
    addRun(out, record({ status: 'stopped', step: 40 }, 'model.rate=0.25'))
    expect(earlierRun(goal(out))).toMatchObject({ run: { dir: equal.dir }, differences: [] })
  })

  it('starts anew when the newest run is finished and had other options', () => {
    const out = temporaryFolder()
    addRun(out, record({ status: 'stopped', step: 40 }, 'model.rate=0.1'))
    addRun(out, record({}, 'model.rate=0.25'))
    expect(earlierRun(goal(out))).toBeUndefined()
  })

  it('leaves runs of another system, data, name or start alone', () => {
    const out = temporaryFolder()
    const unfinished = { status: 'stopped', step: 40 } as const
    addRun(out, record({ ...unfinished, definition: { name: 'vae', version: '1' } }))
    addRun(out, record(unfinished, 'data.path=/data/other'))
    addRun(out, record(unfinished), { title: 'mine' })
    addRun(out, record({ ...unfinished, command: ['ganymede', 'train', 'dcgan', '--from', '3'] }))
    expect(earlierRun(goal(out))).toBeUndefined()
    expect(earlierRun(goal(out, { name: 'Mine' }))?.run.name).toBe('0003-mine')
    expect(earlierRun(goal(out, { from: ['3'] }))?.run.id).toBe('0004')
  })
})
