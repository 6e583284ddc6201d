/** A trained model from code: pictures for seeds and latents. */
import type { ModelChoice } from '../config/define-config.js'
import { findSystem } from '../models/registry.js'
import { type OpenModel, type OpenModelOptions, openModel } from '../train/open-model.js'
import { modelParts, withParts } from '../train/replaced-parts.js'
import { findRun } from '../train/run-folder.js'

export interface LoadModelOptions extends Omit<OpenModelOptions, 'systemOf'> {
  /** Folder of all runs; default `runs`. */
  readonly out?: string
  /** What the run was trained with, where that had parts of its own: `dcgan({ generator: … })`. */
  readonly model?: ModelChoice
}

/**
 * Opens the model of a run.
 *
 * @param reference  folder, id, unique prefix or `latest`
 * @throws GanymedeError `RUN_NOT_FOUND`, `CHECKPOINT_MISSING`, `CHECKPOINT_CORRUPT`, `PARTS_MISSING`
 * @example
 * const model = loadModel('latest')
 * const [picture] = model.sample({ seeds: [7] })
 * model.dispose()
 */
export function loadModel(reference: string, { out = 'runs', model, ...options }: LoadModelOptions = {}): OpenModel {
  return openModel(findRun(reference, { out }), {
    ...options,
    systemOf: (name) => withParts(findSystem(name), model?.[modelParts]),
  })
}
