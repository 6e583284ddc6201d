/** A trained model from code: pictures for seeds and latents. */
import { findSystem } from '../models/registry.js'
import { type OpenModel, type OpenModelOptions, openModel } from '../train/open-model.js'
import { findRun } from '../train/run-folder.js'

export interface LoadModelOptions extends Omit<OpenModelOptions, 'systemOf'> {
  /** Folder of all runs; default `runs`. */
  readonly out?: string
}

/**
 * Opens the model of a run.
 *
 * @param reference  folder, id, unique prefix or `latest`
 * @throws GanymedeError `RUN_NOT_FOUND`, `CHECKPOINT_MISSING`, `CHECKPOINT_CORRUPT`
 * @example
 * const model = loadModel('latest')
 * const [picture] = model.sample({ seeds: [7] })
 * model.dispose()
 */
export function loadModel(reference: string, { out = 'runs', ...options }: LoadModelOptions = {}): OpenModel {
  return openModel(findRun(reference, { out }), { ...options, systemOf: findSystem })
}
