/** Training as the command line and the API start it: with the doctor looking on, and a report from the first sheet on. */

import type { RunFolder } from '@ganymede/runs/folder'
import { doctorWatcher } from '../doctor/watcher.js'
import { type RunPlan, startTraining, type TrainRequest, type TrainResult } from '../training/start-training.js'
import { LiveReport } from './live-report.js'
import { writeReport } from './write-report.js'

/** A training, and who is told of its report. */
export interface WatchedRequest extends TrainRequest {
  /** Told where the report is once there is one; it is written again while the run trains. */
  readonly onReport?: (file: string) => void
}

/** A training's result, and its report. */
export interface WatchedResult extends TrainResult {
  /** Path of `report.html`, or undefined when it could not be written. */
  readonly report: string | undefined
  /** Why there is no report. */
  readonly reportProblem: string | undefined
}

/**
 * Trains as {@link startTraining} does. The report is written while it trains, and however the training ends; failing at that
 * is told in the result and fails nothing: a model that was trained for days is worth more than a page about it.
 */
export async function startWatchedTraining(request: WatchedRequest): Promise<WatchedResult> {
  let folder: RunFolder | undefined
  let live: LiveReport | undefined
  const watched: TrainRequest = {
    ...request,
    onRun: (run) => {
      folder = run
      live = new LiveReport(run, request.onReport === undefined ? {} : { onFirst: request.onReport })
      request.onRun?.(run)
    },
    onEvent: (event) => {
      live?.see(event)
      request.onEvent?.(event)
    },
    watch: (plan) => request.watch?.(plan) ?? doctorWatcher(factsOfPlan(plan)),
  }
  try {
    const result = await startTraining(watched)
    await live?.close()
    return { ...result, ...(await reportOn(result.run)) }
  } catch (error) {
    await live?.close()
    if (folder !== undefined) await reportOn(folder)
    throw error
  }
}

async function reportOn(run: RunFolder): Promise<Pick<WatchedResult, 'report' | 'reportProblem'>> {
  try {
    return { report: (await writeReport(run)).file, reportProblem: undefined }
  } catch (error) {
    return { report: undefined, reportProblem: error instanceof Error ? error.message : String(error) }
  }
}

function factsOfPlan({ system, options, data }: RunPlan): Parameters<typeof doctorWatcher>[0] {
  const { size } = system.needs(options.model)
  const { width, height } = typeof size === 'number' ? { width: size, height: size } : size
  return {
    system: system.name,
    options: { ...options },
    failure: null,
    images: data.count,
    pixels: data.channels * width * height,
  }
}
