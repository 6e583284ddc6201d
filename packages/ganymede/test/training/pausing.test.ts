import type { RunFolder } from '@ganymede/runs/folder'
import { RequestQueue, readRunRecord } from '@ganymede/runs/folder'
import { afterAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { createStopControl } from '../../src/training/guards/interrupts.js'
import type { TrainResult } from '../../src/training/start-training.js'
import { Progress } from '../../src/training/watch/progress.js'
import type { RunEvent } from '../../src/training/watch/run-event.js'
import { ganymede } from '../cli/commands/command-line.js'
import { smallRun } from './fixtures/small-run.js'

const stops: (() => Promise<TrainResult>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
})

const silent = { write: () => {}, on: () => {}, removeListener: () => {} }

/** A run that goes on until it is stopped, with the display and the keys of a terminal. */
async function endlessRun(out: string) {
  const [requests, stop] = [new RequestQueue(), createStopControl()]
  const events: RunEvent[] = []
  let progress: Progress | undefined
  let begin: (run: RunFolder) => void = () => {}
  const begun = new Promise<RunFolder>((resolve) => {
    begin = resolve
  })
  const result = smallRun(
    out,
    { train: { steps: 1_000_000, sampleEvery: 1_000_000, checkpointEvery: 1_000_000, doctorEvery: 0 } },
    {
      requests,
      stop,
      onRun: begin,
      onEvent: (event) => events.push(event),
      progress: ({ run, options }) => {
        progress = new Progress({
          mode: 'quiet',
          run: run.name,
          facts: [],
          step: 0,
          steps: options.train.steps,
          imagesPerStep: 8,
          losses: [],
          keys: [{ key: 'p', text: 'pause', pausedText: 'continue' }],
          stdout: silent,
          stderr: silent,
        })
        return progress
      },
    },
  )
  stops.push(() => {
    stop.request('the test is over')
    return result
  })
  const run = await begun
  const shown = () => ({
    status: readRunRecord(run.record).status,
    activity: progress?.state.activity,
    key: progress?.state.keys[0]?.text,
  })
  return { run, requests, stop, result, events, shown }
}

const paused = { status: 'paused', activity: 'paused', key: 'continue' }
const running = { status: 'running', activity: undefined, key: 'pause' }

it('has one state for the key p and for commands from elsewhere', async () => {
  const out = temporaryFolder()
  const { requests, shown, events, stop, result } = await endlessRun(out)
  const command = (name: string) => ganymede(name, '1', '--runs', out)

  await requests.ask('checkpoint')
  expect((await command('pause')).stdout).toContain('is paused')
  expect(shown()).toEqual(paused)
  // One press is enough: the key knows that somebody else has paused.
  await requests.ask('toggle-pause')
  expect(shown()).toEqual(running)
  await requests.ask('toggle-pause')
  expect(shown()).toEqual(paused)
  // Asked twice is paused once; saving does not hide it.
  expect((await command('pause')).code).toBe(0)
  await requests.ask('checkpoint')
  expect(shown()).toEqual(paused)
  expect((await command('continue')).stdout).toContain('goes on')
  expect(shown()).toEqual(running)

  stop.request('enough')
  expect((await result).status).toBe('stopped')
  expect(events.flatMap((event) => (event.kind === 'status' ? [event.status] : []))).toEqual([
    'running',
    ...['paused', 'running', 'paused', 'running'],
    'stopped',
  ])
})

it('stops while it is paused, and answers whoever still waits', async () => {
  const { requests, stop, result } = await endlessRun(temporaryFolder())
  await requests.ask('pause')
  stop.request('enough')
  requests.ask('sample')
  expect((await result).status).toBe('stopped')
  const late = requests.ask('continue')
  requests.close()
  await late
  await requests.ask('pause')
})
