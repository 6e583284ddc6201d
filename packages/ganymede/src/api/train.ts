/** Training from code: `await train(config)` for most, events and control for the others. The command line does the same. */
import path from 'node:path'
import { GanymedeError, givenOptions, requireObject } from '@ganymede/core'
import { RequestQueue } from '@ganymede/runs/folder'
import { findSystem } from '../models/registry.js'
import { loadConfigFile, parseConfig } from '../options/config-file.js'
import type { Config } from '../options/define-config.js'
import { resolveOptions } from '../options/resolve-options.js'
import { startWatchedTraining } from '../report/watched-training.js'
import { withParts } from '../systems/contract/replaced-parts.js'
import { createStopControl } from '../training/guards/interrupts.js'
import type { TrainRequest, TrainResult } from '../training/start-training.js'
import type { RunEvent } from '../training/watch/run-event.js'
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
  /** Number of the run. Known once the data is open: `await run.started`, or the first event. */
  readonly id: string
  /** Folder of the run; known when its number is. */
  readonly dir: string
  /** Resolves when id and folder are known; rejects when the training failed before. */
  readonly started: Promise<{ readonly id: string; readonly dir: string }>
  /** Lets the training wait after the present step. Resolves when it waits, or has ended. */
  pause(): Promise<void>
  /** Lets a paused training go on. Resolves when it does, or has ended. */
  continue(): Promise<void>
  /**
   * Ends the training after the present step; resolves when that is done.
   *
   * @param options.save  write a checkpoint of the present step first; default true. Without it, a resumed run begins at its
   *   last checkpoint
   */
  stop(options?: { readonly save?: boolean }): Promise<TrainResult>
}

/**
 * Starts a training.
 *
 * @param config  what `defineConfig` gives, or the path of a configuration file
 * @throws (by rejecting) GanymedeError with everything that is wrong with the options, and as `ganymede train` does
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * const { run } = await train(defineConfig({ model: dcgan({ size: 32 }), data: images('builtin:glyphs'), train: { steps: 500 } }))
 */
export function train(config: Config | string, options: TrainOptionsFromCode = {}): Run {
  const { out, from, signal } = givenOptions('train', options, ['out', 'from', 'signal'])
  if (typeof config !== 'string') requireObject('train', config, ['model', 'data', 'train'])
  return startRun(signal, async () => {
    const file = typeof config === 'string' ? await loadConfigFile(config) : parseConfig(config, path.resolve('config'))
    const system = withParts(findSystem(file.system ?? ''), file.parts)
    return {
      system,
      ...resolveOptions(system, { preset: file.preset, config: file.options }),
      out: out ?? file.runs ?? 'runs',
      ...(from === undefined ? {} : { from: typeof from === 'string' ? [from] : from }),
      ...(file.name === undefined ? {} : { name: file.name }),
    }
  })
}

/** @internal Trains in this process as `prepare` says, and hands out what awaits, watches and steers it. */
export function startRun(signal: AbortSignal | undefined, prepare: () => Promise<TrainRequest>): Run {
  const stop = createStopControl(signal ? { signal } : {})
  const events = new EventQueue<RunEvent>()
  const requests = new RequestQueue()
  let place: { readonly id: string; readonly dir: string } | undefined
  let start: (run: { id: string; dir: string }) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const started = new Promise<{ id: string; dir: string }>((resolve, reject) => {
    start = resolve
    fail = reject
  })
  // Whoever awaits the run learns of the failure; nobody has to await `started`.
  started.catch(() => {})
  let isAwaited = false
  let isStartAwaited = false
  const onRun = ({ id, dir }: { readonly id: string; readonly dir: string }) => {
    if (place !== undefined) return
    place = { id, dir }
    start(place)
  }
  const onEvent = (event: RunEvent) => events.push(event)
  const result = prepare().then((request) => startWatchedTraining({ ...request, stop, requests, onRun, onEvent }))
  result
    .then(
      () => events.end(),
      (error: unknown) => {
        fail(error)
        events.end(error)
        // Whom nobody listens to must not fail in silence: Node.js tells of it as of every promise.
        if (!isAwaited && !(isStartAwaited && place === undefined)) throw error
      },
    )
    .finally(() => {
      requests.close()
      stop.dispose()
    })
  return {
    get id() {
      return known(place).id
    },
    get dir() {
      return known(place).dir
    },
    get started() {
      isStartAwaited = true
      return started
    },
    pause: () => requests.ask('pause'),
    continue: () => requests.ask('continue'),
    stop: ({ save = true } = {}) => {
      isAwaited = true
      stop.request('stop()', { save })
      // A promise of its own: where nobody awaits it Node.js tells of a failure.
      return result.then((ended) => ended)
    },
    // biome-ignore lint/suspicious/noThenProperty: a run is awaited like a promise, as the API promises
    then(onDone, onError) {
      isAwaited = true
      return result.then(onDone, onError)
    },
    [Symbol.asyncIterator]() {
      isAwaited = true
      return events
    },
  }
}

function known<T>(place: T | undefined): T {
  if (place !== undefined) return place
  throw new GanymedeError('RUN_IDLE', 'the run has no id and no folder yet: they are made once its data is open', {
    remedy: 'Wait for them: const { id, dir } = await run.started',
  })
}
