/** Training as the command line and the API start it: with the doctor looking on, and a report at the end. */
import { doctorWatcher } from '../doctor/watcher.js'
import type { RunFolder } from '../train/run-folder.js'
import { type RunPlan, startTraining, type TrainRequest, type TrainResult } from '../train/train.js'
import { writeReport } from './write-report.js'

/** A training's result, and its report. */
export interface WatchedResult extends TrainResult {
  /** Path of `report.html`, or undefined when it could not be written. */
  readonly report: string | undefined
  /** Why there is no report. */
  readonly reportProblem: string | undefined
}

/**
 * Trains as {@link startTraining} does. The report is written however the training ends; failing at that is told in the
 * result and fails nothing: a model that was trained for days is worth more than a page about it.
 */
export async function startWatchedTraining(request: TrainRequest): Promise<WatchedResult> {
  let folder: RunFolder | undefined
  const watched: TrainRequest = {
    ...request,
    onRun: (run) => {
      folder = run
      request.onRun?.(run)
    },
    watch: (plan) => request.watch?.(plan) ?? doctorWatcher(factsOfPlan(plan)),
  }
  try {
    const result = await startTraining(watched)
    return { ...result, ...(await reportOn(result.run)) }
  } catch (error) {
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
