/** What a folder and a zip file have in common: named, encoded images that can be listed, looked into and read. */

import type { BadFile } from './bad-files.js'
import type { ImageInput } from './formats/decode.js'
import type { FileLabels } from './layout/label-file.js'

/** One file, opened once for everything that opening a data set needs. */
export interface InspectedFile {
  /** What the decoder takes. */
  readonly input: ImageInput
  /** First bytes, at least 64 where the file has them. */
  readonly head: Uint8Array
  /** Whether what its format ends with is missing: its pixels may be too. */
  readonly lacksEnd: boolean
  /** Changes when the content changes, cheap to get: length and a hash over its beginning and end, or its CRC. */
  readonly identity: string
  readonly sizeBytes: number
  /** When the file was changed last, in milliseconds since 1970; undefined where that says nothing, as in a zip file. */
  readonly changedMs?: number
}

export interface EncodedSource {
  readonly kind: 'folder' | 'zip'
  /** Absolute path of the folder or file. */
  readonly path: string
  /** Relative paths with `/` of all files that claim to be images, sorted bytewise. */
  readonly names: readonly string[]
  /** Files that are not looked at. */
  readonly ignored: readonly BadFile[]
  /** Files that claim to be images and are not to be touched: unsafe names, encrypted. */
  readonly refused: readonly BadFile[]
  /** What a person should know about how it was read. */
  readonly notes: readonly string[]
  /** Classes by files of labels; null where there are none, or they were not asked for. */
  readonly labels: FileLabels | null
  /** How many files may be inspected at once. */
  readonly parallel: number
  inspect(index: number): Promise<InspectedFile>
  /** Does work with what the decoder takes, which is held in memory no longer than the work lasts. */
  withInput<T>(index: number, work: (input: ImageInput) => Promise<T>): Promise<T>
  close(): Promise<void>
  /** What people gave, where paths and names above are of our own making; default: they are as given. */
  readonly shown?: ShownSource
}

/** A source in the words of whoever named it. */
export interface ShownSource {
  /** For messages, in place of `path`. */
  readonly path: string
  /** Behind `ganymede data check`. */
  readonly words: string
  /** What a name, or a folder of names, is called on disk. */
  name(name: string): string
}

/** A name as people know it. */
export function shownName({ shown }: Pick<EncodedSource, 'shown'>, name: string): string {
  return shown?.name(name) ?? name
}

/** Orders names by their UTF-8 bytes: the same on every machine and in every locale. */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // Up to here UTF-16 units are in the order of their bytes; surrogates are not.
    return x < 0xd800 && y < 0xd800 ? x - y : Buffer.compare(Buffer.from(a), Buffer.from(b))
  }
  return a.length - b.length
}
