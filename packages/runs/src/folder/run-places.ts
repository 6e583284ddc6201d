/**
 * What may lie at the places of a run folder. A training writes to them, so whatever somebody put there instead - a link, a
 * folder, a pipe - is refused before anything is touched, and named.
 */
import fs from 'node:fs'
import path from 'node:path'

import { GanymedeError } from '@ganymede/core'
import type { RunFolder } from './run-folder.js'

/**
 * Refuses to train in a run folder whose places hold something else than a training puts there.
 *
 * Files must be files: one that is a link would be written to, wherever it leads. The folders of samples and checkpoints may
 * be links, to a larger disk for example; `control` is looked after by control.ts.
 *
 * @throws GanymedeError `RUN_INVALID` with all such places
 */
export function requireSoundPlaces(run: RunFolder): void {
  const { record, metrics, heartbeat, lock, reals, realsAugmented, report, checkpoints, samples } = run
  const pointers = ['latest', 'best'].map((name) => path.join(checkpoints, name))
  const files = [record, metrics, heartbeat, lock, reals, realsAugmented, report, ...pointers]
  const problems = [
    ...files.map((file) => fileProblem(file, fs.lstatSync(file, { throwIfNoEntry: false }))),
    ...[checkpoints, samples].map(folderProblem),
  ].filter((problem) => problem !== null)
  if (problems.length === 0) return
  throw new GanymedeError('RUN_INVALID', `${run.dir} holds what no training puts there`, {
    lines: problems,
    remedy: 'Move it away, and put back what belongs there, or start a new run.',
  })
}

/**
 * Refuses to read what is no file: reading a pipe would wait for ever. Links to files are followed.
 *
 * @throws GanymedeError `RUN_INVALID`
 */
export function requireReadableFile(file: string): void {
  const problem = fileProblem(file, fs.statSync(file, { throwIfNoEntry: false }))
  if (problem !== null) throw new GanymedeError('RUN_INVALID', problem)
}

function fileProblem(file: string, found: fs.Stats | undefined): string | null {
  if (found === undefined || found.isFile()) return null
  return `${file} must be a file, and is ${kindOf(found)}`
}

function folderProblem(folder: string): string | null {
  const found = fs.statSync(folder, { throwIfNoEntry: false })
  if (found?.isDirectory()) return null
  if (found !== undefined) return `${folder} must be a folder, and is ${kindOf(found)}`
  // One that is missing is told of when it is needed.
  return fs.lstatSync(folder, { throwIfNoEntry: false }) === undefined ? null : `${folder} is a link to nothing`
}

function kindOf(found: fs.Stats): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isSymbolicLink()) return 'a link'
  if (found.isFIFO()) return 'a pipe'
  return found.isFile() ? 'a file' : 'neither file nor folder'
}
