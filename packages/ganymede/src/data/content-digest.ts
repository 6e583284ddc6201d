/**
 * What tells at a resume whether files whose times differ have the content that they had: a look further into files than the
 * fingerprint's. Taken beside the training of every run on files in folders, unless they are too much to read.
 */

import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { reasonOf } from './bad-files.js'
import { mapBounded } from './bounded-map.js'
import type { EncodedSource } from './encoded-source.js'
import { fingerprintedBytes, fingerprintOf } from './fingerprint.js'

/** Files of up to so much together are read whole; of more, blocks: beginning, middle and end of each. */
const WHOLE_BYTES = 2 ** 30
const BLOCK_BYTES = 2 ** 16
/** Of all blocks together. */
const MOST_BLOCK_BYTES = 2 ** 30
/** Read at once from a file: training goes on between two pieces. */
const PIECE_BYTES = 2 ** 17

/** A file of a source, and what its listing knows of it. */
export interface DatedFile {
  /** Place in the source. */
  readonly at: number
  readonly name: string
  readonly sizeBytes: number
  readonly changedMs: number | undefined
}

/** What was found in files, or why nothing was. */
export type ContentDigest =
  | {
      /** 64 hexadecimal digits. */
      readonly digest: string
      /** Whether all bytes were read; follows from the sizes alone, so that two digests of equal sizes can be compared. */
      readonly isWhole: boolean
    }
  | { readonly digest: null; readonly reason: string }

/**
 * SHA-256 over files with times of their own, as far as the fingerprint does not cover them already: all bytes where these are at
 * most 1 GiB together, else the first, middle and last 64 KiB of each.
 *
 * @returns no digest where blocks would be more than 1 GiB too, and where a file is not the one that was listed or cannot be read
 * @throws the reason of the signal
 */
export async function contentDigestOf(
  source: Pick<EncodedSource, 'parallel' | 'withInput'>,
  files: readonly DatedFile[],
  signal?: AbortSignal,
): Promise<ContentDigest> {
  const further = files.filter(({ sizeBytes, changedMs }) => changedMs !== undefined && sizeBytes > fingerprintedBytes)
  const isWhole = further.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) <= WHOLE_BYTES
  const inBlocks = further.reduce((sum, { sizeBytes }) => sum + Math.min(sizeBytes, 3 * BLOCK_BYTES), 0)
  if (!isWhole && inBlocks > MOST_BLOCK_BYTES) {
    return { digest: null, reason: 'the files are too many and too large to look further into' }
  }
  try {
    const parts = await mapBounded(
      further,
      source.parallel,
      ({ at, name, ...listed }) =>
        source.withInput(at, async (input) => {
          if (typeof input !== 'string') return `${name}\0${fingerprintOf([input])}`
          return `${name}\0${await hashOf(input, listed, isWhole, signal).catch((error: unknown) => {
            throw new Error(`${name}: ${reasonOf(error)}`)
          })}`
        }),
      signal,
    )
    return { digest: fingerprintOf(parts), isWhole }
  } catch (error) {
    signal?.throwIfAborted()
    return { digest: null, reason: reasonOf(error) }
  }
}

async function hashOf(
  path: string,
  { sizeBytes, changedMs }: Pick<DatedFile, 'sizeBytes' | 'changedMs'>,
  isWhole: boolean,
  signal: AbortSignal | undefined,
): Promise<string> {
  const blocks =
    isWhole || sizeBytes <= 3 * BLOCK_BYTES
      ? [{ from: 0, to: sizeBytes }]
      : [0, Math.floor((sizeBytes - BLOCK_BYTES) / 2), sizeBytes - BLOCK_BYTES].map((from) => ({
          from,
          to: from + BLOCK_BYTES,
        }))
  const hash = createHash('sha256')
  const file = await open(path)
  try {
    for (const { from, to } of blocks) {
      for (let at = from; at < to; ) {
        signal?.throwIfAborted()
        const piece = await readPiece(file, at, Math.min(PIECE_BYTES, to - at))
        hash.update(piece)
        at += piece.length
      }
    }
    // Of a file that was changed after it was listed, this would be the content of one and the time of the other.
    const { size, mtimeMs } = await file.stat()
    if (size !== sizeBytes || Math.floor(mtimeMs) !== changedMs) throw new Error('it was changed since it was listed')
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

/** May be shorter than asked for, as on network file systems, and is never empty. */
async function readPiece(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at)
  if (bytesRead === 0) throw new Error('it is shorter than when it was listed')
  return buffer.subarray(0, bytesRead)
}
