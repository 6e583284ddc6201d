/** Which files a translation writes, and that none of them is one that it reads. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { type PictureEnding, pictureEnding, pictureEndings } from '../../inference/picture-files.js'
import type { TranslationJobs } from './translation-jobs.js'

/** Formats by the words of `--format`. */
export const formatNames = ['png', 'jpg', 'webp'] as const

/** The ending of files of a format. */
export function endingOfFormat(format: (typeof formatNames)[number]): PictureEnding {
  return pictureEndings.find((one) => one === `.${format}`) ?? '.png'
}

/**
 * Files for the pictures, in their order: the names of the inputs with another ending. Names that would meet are told apart
 * by their own endings, then by numbers.
 */
export function outputFiles(
  { jobs, isSingle }: { readonly jobs: readonly { readonly name: string }[]; readonly isSingle: boolean },
  target: string,
  ending: PictureEnding,
): readonly string[] {
  if (isSingle && pictureEnding(target) !== null) return [target]
  const names = new FreeNames()
  return jobs.map(({ name }) => {
    const plain = name
      .split(/[\\/]/)
      .filter((part) => !['', '.', '..'].includes(part))
      .join('/')
    return path.join(target, `${names.take(plain)}${ending}`)
  })
}

class FreeNames {
  readonly #taken = new Set<string>()
  /** Where the search for a number went on last: many files may have one name. */
  readonly #numbers = new Map<string, number>()

  /** The name without its ending, or the next like it that nobody has. */
  take(name: string): string {
    const ending = path.posix.extname(name)
    const stem = name.slice(0, name.length - ending.length)
    const free = [stem, ...(ending.length < 2 ? [] : [`${stem}-${ending.slice(1)}`])].find((one) => this.#isFree(one))
    const chosen = free ?? this.#numbered(stem)
    this.#taken.add(chosen.toLowerCase())
    return chosen
  }

  // Some file systems take A.png and a.png for one file.
  #isFree(name: string): boolean {
    return !this.#taken.has(name.toLowerCase())
  }

  #numbered(stem: string): string {
    let number = this.#numbers.get(stem) ?? 2
    while (!this.#isFree(`${stem}-${number}`)) number += 1
    this.#numbers.set(stem, number + 1)
    return `${stem}-${number}`
  }
}

/** The page of a translation, and what is written beside it. */
export interface PagePlaces {
  readonly page: string
  /** Folder of the small pictures. */
  readonly pictures: string
  readonly scores: string
}

/** @param target  the folder that pictures go to, or the file */
export function pagePlaces(target: string, { isFile }: { readonly isFile: boolean }): PagePlaces {
  if (!isFile) {
    const of = (name: string) => path.join(target, name)
    return { page: of('index.html'), pictures: of('index_files'), scores: of('scores.json') }
  }
  const stem = target.slice(0, target.length - path.extname(target).length)
  return { page: `${stem}.html`, pictures: `${stem}_files`, scores: `${stem}-scores.json` }
}

/**
 * Refuses to write over what is read, and over anything else unless forced.
 *
 * @param reads    pictures, and what the jobs say is guarded
 * @param writes.folders  that will hold small files of ours
 * @throws GanymedeError `OUTPUT_EXISTS`
 */
export function requireFreePlaces(
  { jobs, guarded }: Pick<TranslationJobs, 'jobs' | 'guarded'>,
  { files, folders }: { readonly files: readonly string[]; readonly folders: readonly string[] },
  { force }: { readonly force: boolean },
): void {
  const sources = new Set(
    [...jobs.flatMap(({ source }) => source ?? []), ...guarded.filter((place) => !isFolder(place))].map(realPath),
  )
  const data = guarded.filter(isFolder).map((folder) => `${realPath(folder)}${path.sep}`)
  const own = files.filter((file) => {
    const real = realPath(file)
    return sources.has(real) || (data.some((folder) => real.startsWith(folder)) && existsSync(file))
  })
  if (own.length > 0) {
    throw new GanymedeError('OUTPUT_EXISTS', 'pictures would be written over what is read', {
      lines: own.slice(0, 5),
      remedy: 'Choose another folder or file; --force does not help here.',
    })
  }
  const taken = force ? files.filter(isFolder) : [...files, ...folders].filter((place) => existsSync(place))
  if (taken.length === 0) return
  throw new GanymedeError(
    'OUTPUT_EXISTS',
    force
      ? `${taken.length} of the files to be written are folders`
      : `${taken.length} of the files to be written exist already`,
    { lines: taken.slice(0, 5), ...(force ? { remedy: 'Choose another folder or file.' } : {}) },
  )
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
}

/** Where a file really lies; of one that is not there yet, where it would. */
function realPath(file: string): string {
  const full = path.resolve(file)
  if (existsSync(full)) return realpathSync(full)
  const parent = path.dirname(full)
  return parent === full ? full : path.join(realPath(parent), path.basename(full))
}
