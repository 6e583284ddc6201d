/** Training from code: `await train(config)` for most, events and control for the others. The command line does the same. */
import path from 'node:path'
import { loadConfigFile, parseConfig } from '../config/config-file.js'
import type { Config } from '../config/define-config.js'
import { resolveOptions } from '../config/resolve-options.js'
import { findSystem } from '../models/registry.js'
import { startWatchedTraining } from '../report/watched-training.js'
import { createStopControl } from '../train/interrupts.js'
import { withParts } from '../train/replaced-parts.js'
import type { RunEvent } from '../train/run-output.js'
import type { TrainResult } from '../train/train.js'
import { EventQueue } from './event-queue.js'

export interface TrainOptionsFromCode {
  /** Folder of all runs; default: the configuration's, else `runs`. */
  readonly out?: string
  /** Weights to start from (fine-tuning): runs, checkpoint folders or files, as for `ganymede train --from`. */
  readonly from?: string | readonly string[]
  /** Stops the run, with its state saved, when it is aborted. */
  readonly signal?: AbortSignal
}

/**
 * A training that runs in this process. Await it for the result; iterate over it for the records that `metrics.jsonl`
 * holds, as they are written.
 */
export interface Run extends AsyncIterable<RunEvent>, PromiseLike<TrainResult> {
  /** Id and folder, known once the data is open. */
  readonly started: Promise<{ readonly id: string; readonly dir: string }>
  /** Lets the training wait after the present step. */
  pause(): void
  continue(): void
  /** Saves and ends; resolves when that is done. */
  stop(): Promise<TrainResult>
}

/**
 * Starts a training.
 *
 * @param config  what `defineConfig` gives, or the path of a configuration file
 * @throws (by rejecting) GanymedeError with everything that is wrong with the options, and as `ganymede train` does
 * @example
 * const { run } = await train(defineConfig({ model: dcgan({ size: 32 }), data: images('builtin:glyphs'), train: { steps: 500 } }))
 */
export function train(config: Config | string, { out, from, signal }: TrainOptionsFromCode = {}): Run {
  const stop = createStopControl(signal ? { signal } : {})
  const events = new EventQueue<RunEvent>()
  const requests: { action: string }[] = []
  let start: (run: { id: string; dir: string }) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const started = new Promise<{ id: string; dir: string }>((resolve, reject) => {
    start = resolve
    fail = reject
  })
  // Whoever awaits the run learns of the failure; nobody has to await `started`.
  started.catch(() => {})
  const result = runTraining(
    config,
    { ...(out === undefined ? {} : { out }), ...(from === undefined ? {} : { from }) },
    {
      stop,
      requests: { take: () => requests.splice(0) },
      onEvent: (event) => events.push(event),
      onStart: ({ id, dir }) => start({ id, dir }),
    },
  )
  result
    .then(
      () => events.end(),
      (error: unknown) => {
        fail(error)
        events.end(error)
      },
    )
    .finally(() => stop.dispose())
  return {
    started,
    pause: () => void requests.push({ action: 'pause' }),
    continue: () => void requests.push({ action: 'continue' }),
    stop: () => {
      stop.request('stop()')
      return result
    },
    // biome-ignore lint/suspicious/noThenProperty: a run is awaited like a promise, as the API promises
    then: (onDone, onError) => result.then(onDone, onError),
    [Symbol.asyncIterator]: () => events,
  }
}

interface Wires {
  readonly stop: ReturnType<typeof createStopControl>
  readonly requests: { take(): readonly { readonly action: string }[] }
  readonly onEvent: (event: RunEvent) => void
  readonly onStart: (run: { readonly id: string; readonly dir: string }) => void
}

async function runTraining(
  config: Config | string,
  { out, from }: TrainOptionsFromCode,
  wires: Wires,
): Promise<TrainResult> {
  const file = typeof config === 'string' ? await loadConfigFile(config) : parseConfig(config, path.resolve('config'))
  const system = withParts(findSystem(file.system ?? ''), file.parts)
  const { options, sources } = resolveOptions(system, { preset: file.preset, config: file.options })
  let isStarted = false
  return startWatchedTraining({
    system,
    options,
    sources,
    out: out ?? file.out ?? 'runs',
    ...(from === undefined ? {} : { from: typeof from === 'string' ? [from] : from }),
    ...(file.name === undefined ? {} : { name: file.name }),
    stop: wires.stop,
    requests: wires.requests,
    onRun: (run) => {
      if (!isStarted) wires.onStart(run)
      isStarted = true
    },
    onEvent: wires.onEvent,
  })
}
