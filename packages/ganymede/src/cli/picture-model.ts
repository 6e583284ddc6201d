/** Which model makes the pictures of a command, and where they go. */
import fs from 'node:fs'
import path from 'node:path'

import { GanymedeError } from '@ganymede/core'
import { preferenceNote } from '@ganymede/runs/checkpoints'
import { writeError } from '@ganymede/runs/files'
import { findRun } from '@ganymede/runs/folder'
import { type OpenModel, openModel } from '../inference/open-model.js'
import { findSystem } from '../models/registry.js'
import type { AskedPrecision, Precision } from '../training/placement.js'
import type { Output } from './terminal/output.js'

/** Options that choose the weights. */
export interface ModelChoice {
  readonly step?: number | undefined
  readonly best: boolean
  readonly device?: string | undefined
  /** Default float32: the same pictures everywhere. */
  readonly precision?: AskedPrecision | undefined
  /** Folder of all runs. */
  readonly runs: string
}

/** Opens the model that the options of a command mean. */
export function openPictureModel(reference: string, choice: ModelChoice, output: Output): OpenModel {
  if (choice.best && choice.step !== undefined) {
    throw new GanymedeError('OPTION_INVALID', '--best and --step exclude one another', {
      remedy: 'Leave one of them out.',
    })
  }
  const run = findRun(reference, { out: choice.runs })
  const model = openModel(run, {
    which: choice.best ? 'best' : (choice.step ?? 'preferred'),
    device: choice.device ?? 'cpu',
    precision: choice.precision ?? 'float32',
    systemOf: findSystem,
  })
  for (const note of model.notes) output.warn(note)
  const preference = choice.best || choice.step !== undefined ? null : preferenceNote(model)
  if (preference !== null) output.note(preference)
  output.detail(`${run.name}, step ${model.step}${model.hasEma ? ', averaged weights' : ''}`)
  output.detail(precisionText(model))
  return model
}

/** What pictures are computed in, for people. */
export function precisionText({ precision }: { readonly precision: Precision }): string {
  return precision === 'float32'
    ? 'computed in fp32 (--precision float32)'
    : 'computed in bf16 (--precision bfloat16): pictures differ a little from those in fp32'
}

/** Where pictures go. */
export interface PictureTarget {
  readonly path: string
  /** Whether the user named it. */
  readonly isChosen: boolean
}

/**
 * The place for pictures: as asked, or in the run's `pictures/` folder, under a name that tells step and seeds.
 *
 * @param name     of the file in the run's folder; the step is put in front
 * @param endings  allowed endings of a chosen path; `''` stands for a folder
 * @throws GanymedeError `OPTION_INVALID` for another ending, `WRITE_FAILED` when the parent folder is missing
 */
export function pictureTarget(
  chosen: string | undefined,
  model: OpenModel,
  name: string,
  { endings }: { endings: readonly string[] },
): PictureTarget {
  if (chosen === undefined) {
    const folder = path.join(model.run.dir, 'pictures')
    try {
      fs.mkdirSync(folder, { recursive: true })
    } catch (error) {
      throw writeError(error, folder)
    }
    return { path: path.join(folder, `step-${String(model.step).padStart(6, '0')}-${name}`), isChosen: false }
  }
  if (!endings.includes(path.extname(chosen).toLowerCase())) {
    const names = endings
      .map((one) => (one === '' ? 'a folder' : one))
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1')
    throw new GanymedeError('OPTION_INVALID', `--out ${chosen} must be ${names}`, { remedy: 'Choose another name.' })
  }
  const parent = path.dirname(path.resolve(chosen))
  if (!fs.existsSync(parent)) {
    throw new GanymedeError('WRITE_FAILED', `the folder ${parent} does not exist`, { remedy: 'Make it first.' })
  }
  return { path: chosen, isChosen: true }
}

/** A path with a number behind its name where the path itself is taken: `walk.webp`, `walk-2.webp`. */
export function* numberedPaths(file: string): Generator<string, never> {
  const { dir, name, ext } = path.parse(file)
  yield file
  for (let number = 2; ; number += 1) yield path.join(dir, `${name}-${number}${ext}`)
}

/** The target's path as it is when the user named it, otherwise the first numbered one that is free. */
export function freePath(target: PictureTarget): string {
  if (target.isChosen) return target.path
  for (const place of numberedPaths(target.path)) if (!fs.existsSync(place)) return place
  return target.path
}

/** Seeds as short text for a file name: `0-31`, `1+5+9` for single ones, cut where there are many. */
export function rangesText(seeds: readonly number[]): string {
  const parts: string[] = []
  for (let from = 0; from < seeds.length; ) {
    let to = from
    while (to + 1 < seeds.length && seeds[to + 1] === (seeds[to] ?? 0) + 1) to += 1
    parts.push(from === to ? `${seeds[from]}` : `${seeds[from]}-${seeds[to]}`)
    from = to + 1
  }
  return parts.length <= 8 ? parts.join('+') : `${parts.slice(0, 8).join('+')}+${parts.length - 8}-more`
}
