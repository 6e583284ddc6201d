/** Where `ganymede translate` writes to. */

import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { counted } from '@ganymede/core/text'
import { writeError } from '@ganymede/runs/files'
import type { OpenModel } from '../../inference/open-model.js'
import { type PictureEnding, pictureEnding } from '../../inference/picture-files.js'
import type { Translator } from '../../inference/translator.js'
import { freePath } from '../picture-model.js'
import type { TranslationJobs } from './translation-jobs.js'
import type { TranslationOptions } from './translation-options.js'
import { endingOfFormat } from './translation-outputs.js'

/**
 * The file or folder that the pictures go to: as asked, or in the run.
 *
 * @throws GanymedeError `OPTION_INVALID` when file and folder, or formats, do not fit together
 */
export function translationTarget({
  model,
  jobs,
  options,
  translator,
  asked,
}: {
  readonly model: OpenModel | null
  readonly jobs: TranslationJobs
  readonly options: TranslationOptions
  readonly translator: Translator
  readonly asked: string | undefined
}): string {
  const { isSingle, name } = jobs
  if (asked !== undefined) {
    const isSlashed = /[/\\]$/.test(asked)
    // Names of folders may have endings: results-v1.2.
    const isThere = statSync(asked, { throwIfNoEntry: false })?.isDirectory() === true
    const isPicture = pictureEnding(asked) !== null && (isSingle || !isThere)
    if (!isSingle && isPicture) {
      throw new GanymedeError(
        'OPTION_INVALID',
        `${asked} must be a folder: there are ${counted(jobs.jobs.length, 'picture')}`,
        {
          remedy: 'Name a folder; --format jpg or webp chooses the format.',
        },
      )
    }
    if (isSingle && !isPicture && !isSlashed && !isThere && path.extname(asked) !== '') {
      throw new GanymedeError('OPTION_INVALID', `${asked} must end in .png, .jpg or .webp, or be a folder`, {
        remedy: 'Choose another name.',
      })
    }
    if (isPicture && options.format !== undefined && pictureEnding(asked) !== endingOfFormat(options.format)) {
      throw new GanymedeError('OPTION_INVALID', `--format ${options.format} and the ending of ${asked} differ`, {
        remedy: 'Leave out --format.',
      })
    }
    return asked
  }
  if (model === null) {
    throw new GanymedeError('OPTION_INVALID', 'the place for the pictures is missing: a file of weights is no run', {
      remedy: 'Name a file or folder behind the input: ganymede translate latest_net_G.pth photo.jpg out.png',
    })
  }
  const folder = path.join(model.run.dir, 'translations')
  makeFolder(folder)
  const back = translator.direction === 'b2a' ? '-b2a' : ''
  const ending: PictureEnding | '' = isSingle ? endingOfFormat(options.format ?? 'png') : ''
  const file = path.join(folder, `step-${String(model.step).padStart(6, '0')}-${name}${back}${ending}`)
  return freePath({ path: file, isChosen: options.force })
}

/** @throws GanymedeError `WRITE_FAILED`, `DISK_FULL` */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw writeError(error, folder)
  }
}
