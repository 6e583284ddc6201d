/** Training in a terminal: progress, keys, signals and the summary, around the same call that any program makes. */

import { counted, itemsText } from '@ganymede/core/text'
import { RequestQueue } from '@ganymede/runs/folder'
import { processorUse } from '@ganymede/torch'
import { startWatchedTraining } from '../../report/watched-training.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { listenToKeys } from '../../terminal/keys.js'
import { plannedSteps } from '../../training/end-of-run.js'
import { createStopControl, type StopControl } from '../../training/guards/interrupts.js'
import type { RunPlan, TrainRequest } from '../../training/start-training.js'
import { Progress, type ProgressMode, progressMode } from '../../training/watch/progress.js'
import type { Output } from '../terminal/output.js'
import { sessionSummary } from './session-summary.js'

/** What the caller of {@link trainInTerminal} decides. */
export type SessionRequest = Omit<TrainRequest, 'stop' | 'signal' | 'progress' | 'requests' | 'onEvent'>

/**
 * Trains until done or stopped and prints the summary.
 *
 * The first Ctrl-C or SIGTERM finishes the update, saves and leaves; the second leaves at once.
 *
 * @returns exit code
 */
export async function trainInTerminal(request: SessionRequest, output: Output): Promise<number> {
  const started = performance.now()
  let progress: Progress | undefined
  const stop = createStopControl({
    handlesSignals: true,
    onRequest: (reason) => {
      const text = `stopping (${reasons[reason] ?? reason}): saving; another Ctrl-C stops at once`
      if (progress === undefined) output.note(text)
      else progress.note(text)
    },
  })
  const requests = new RequestQueue()
  stop.onForcedExit(() => progress?.close())
  let listener: ReturnType<typeof listenToKeys>
  try {
    const result = await startWatchedTraining({
      ...request,
      stop,
      requests,
      onReport: (file) => progress?.note(`to watch it train, open ${file} in a browser`),
      progress: (plan) => {
        output.detail(`ready after ${((performance.now() - started) / 1000).toFixed(1)} s`)
        const mode = progressMode({ json: output.isJson, quiet: output.isQuiet })
        progress = displayOf(plan, mode)
        if (mode === 'live') listener = listen(requests, stop, progress)
        return progress
      },
    })
    listener?.close()
    if (result.reportProblem !== undefined) output.warn(`there is no report: ${result.reportProblem}`)
    progress?.finish(sessionSummary(result, { ...request, isRequested: stop.isStopRequested }))
    return 0
  } catch (error) {
    // Ctrl-C while the data was being opened: there is nothing to save yet.
    if (progress === undefined && stop.isStopRequested && isAbort(error, stop)) {
      output.note('stopped before the first step; nothing was written')
      return 0
    }
    throw error
  } finally {
    listener?.close()
    progress?.close()
    stop.dispose()
  }
}

/** Signals as people know them. */
const reasons: Readonly<Record<string, string>> = { SIGINT: 'Ctrl-C', q: 'q pressed', SIGHUP: 'terminal closed' }

const keyLegend = [
  { key: 'p', text: 'pause', pausedText: 'continue' },
  { key: 's', text: 'sample now' },
  { key: 'c', text: 'checkpoint' },
  { key: 'q', text: 'save and stop' },
]

function listen(requests: RequestQueue, stop: StopControl, progress: Progress): ReturnType<typeof listenToKeys> {
  return listenToKeys({
    keys: {
      p: () => void requests.ask('toggle-pause'),
      s: () => void requests.ask('sample'),
      c: () => void requests.ask('checkpoint'),
      q: () => stop.request('q'),
    },
    interrupt: () => stop.interrupt('SIGINT'),
    suspend: () => progress.suspend(),
    resume: () => progress.redraw(),
  })
}

const adversarialLosses: NonNullable<AnySystem['shownLosses']> = [
  { label: 'G', meaning: 'generator', from: 'g/total' },
  { label: 'D', meaning: 'discriminator', from: 'd/total' },
]

function displayOf(plan: RunPlan, mode: ProgressMode): Progress {
  const { options, data, placement, system } = plan
  const { width, height } = sidesOf(plan)
  const precision = { float32: 'fp32', bfloat16: 'bf16' }[placement.precision]
  const threads = placement.device === 'cpu' ? `, ${counted(placement.threads, 'thread')}` : ''
  return new Progress({
    mode,
    run: plan.run.name,
    facts: [
      `${system.name} ${width}×${height}×${data.channels}`,
      itemsText(data.count, data.domains),
      `${placement.device}${threads}, ${precision}`,
      `seed ${options.train.seed}`,
    ],
    step: plan.step,
    steps: plannedSteps(options.train),
    imagesPerStep: options.train.batch * options.train.dSteps,
    elapsedSeconds: plan.secondsBefore,
    // In a plain line `g/total` is `g`, and `g/l1` is `g_l1`.
    losses: (system.shownLosses ?? adversarialLosses).map((loss) => ({
      key: loss.from.replace(/\/total$/, '').replaceAll('/', '_'),
      ...loss,
    })),
    keys: keyLegend,
    processorUse,
  })
}

function sidesOf({ system, options }: RunPlan): { width: number; height: number } {
  const { size } = system.needs(options.model)
  return typeof size === 'number' ? { width: size, height: size } : size
}

function isAbort(error: unknown, stop: StopControl): boolean {
  return error === stop.signal.reason || (error instanceof Error && error.name === 'AbortError')
}
