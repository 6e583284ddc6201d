/**
 * What tells at a resume whether files whose times differ have the content that they had: a look further into files than the
 * fingerprint's. Recorded by every run on files in folders, unless they are too much to read for a start.
 */

import { open } from 'node:fs/promises'
import { mapBounded } from './bounded-map.js'
import type { EncodedSource } from './encoded-source.js'
import { fingerprintedBytes, fingerprintOf } from './fingerprint.js'

/** Files of up to this size are read whole, of larger ones three blocks: beginning, middle and end. */
const WHOLE_BYTES = 2 ** 20
const BLOCK_BYTES = 2 ** 16
/** A start must not take minutes. */
const MOST_BYTES = 2 ** 30

/** A file of a source, and what its listing knows of it. */
export interface DatedFile {
  /** Place in the source. */
  readonly at: number
  readonly name: string
  readonly sizeBytes: number
  readonly changedMs: number | undefined
}

/**
 * SHA-256 over files with times of their own, as far as the fingerprint does not cover them already: all bytes of each up to 1
 * MiB, of each larger one its first, middle and last 64 KiB.
 *
 * @returns null where that would read more than 1 GiB
 */
export async function contentDigestOf(
  source: Pick<EncodedSource, 'parallel' | 'withInput'>,
  files: readonly DatedFile[],
  signal?: AbortSignal,
): Promise<string | null> {
  const further = files.filter(({ sizeBytes, changedMs }) => changedMs !== undefined && sizeBytes > fingerprintedBytes)
  const total = further.reduce((sum, { sizeBytes }) => sum + Math.min(sizeBytes, WHOLE_BYTES), 0)
  if (total > MOST_BYTES) return null
  const parts = await mapBounded(
    further,
    source.parallel,
    ({ at, name, sizeBytes }) =>
      source.withInput(at, async (input) => {
        const content = typeof input === 'string' ? await readParts(input, sizeBytes) : [input]
        return `${name}\0${fingerprintOf(content)}`
      }),
    signal,
  )
  return fingerprintOf(parts)
}

async function readParts(path: string, size: number): Promise<Uint8Array[]> {
  const blocks =
    size <= WHOLE_BYTES
      ? [{ at: 0, length: size }]
      : [0, Math.floor((size - BLOCK_BYTES) / 2), size - BLOCK_BYTES].map((at) => ({ at, length: BLOCK_BYTES }))
  const file = await open(path)
  try {
    const parts: Uint8Array[] = []
    for (const { at, length } of blocks) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at)
      parts.push(buffer.subarray(0, bytesRead))
    }
    return parts
  } finally {
    await file.close()
  }
}
