/** Reads `metrics.jsonl`, also while a trainer writes it and after a crash. */
import fs from 'node:fs'

import { GanymedeError } from '@ganymede/core'
import { requireReadableFile } from '../folder/run-places.js'
import { decodeRecord, type MetricsRecord } from './metrics-record.js'

/** What {@link readMetrics} found. */
export interface MetricsPage {
  readonly records: readonly MetricsRecord[]
  /** Where to go on reading: behind the last whole line. */
  readonly nextByte: number
  /** Whole lines that are no records; a torn last line is not counted, it may still be in the writing. */
  readonly damagedLines: number
}

const chunkBytes = 1 << 20
// A record of thousands of scalars is far shorter; without an end, the parts of a line would be copied again and again.
const longestLine = 16 << 20
const lineFeed = 10

/**
 * Reads the records of a log.
 *
 * @param file           path; a missing file has no records
 * @param options.from   byte to start at, a `nextByte` of before; past the end of a file that was cut, it starts anew
 * @param options.until  byte to end at; default: the end of the file
 */
export function readMetrics(
  file: string,
  { from = 0, until }: { from?: number; until?: number | undefined } = {},
): MetricsPage {
  const records: MetricsRecord[] = []
  let damagedLines = 0
  const nextByte = readLines(file, { from, until }, (line) => {
    const record = decodeRecord(line)
    if (record !== undefined) records.push(record)
    else if (line.trim() !== '') damagedLines += 1
  })
  return { records, nextByte, damagedLines }
}

/**
 * The last records of a log without reading all of it.
 *
 * @param tailBytes  how much of the end to look at
 */
export function readLastMetrics(file: string, tailBytes: number = 65_536): readonly MetricsRecord[] {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  // The first line of the tail is most likely cut; decoding refuses it then.
  return readMetrics(file, { from: Math.max(0, size - tailBytes) }).records
}

/**
 * Calls `visit` with each whole line, without its line feed, and returns the byte behind the last of them.
 *
 * @throws GanymedeError `RUN_INVALID` when there is something that is no file, or that must not be read,
 *   or a line of more than 16 MiB
 */
export function readLines(
  file: string,
  { from = 0, until }: { from?: number; until?: number | undefined },
  visit: (line: string) => void,
): number {
  requireReadableFile(file)
  let number: number
  try {
    number = fs.openSync(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw new GanymedeError('RUN_INVALID', `${file} cannot be read`, { lines: [String(error)], cause: error })
  }
  try {
    const end = Math.min(fs.fstatSync(number).size, until ?? Number.POSITIVE_INFINITY)
    let position = from > end ? 0 : from
    let whole = position
    let rest: Buffer = Buffer.alloc(0)
    while (position < end) {
      const chunk = Buffer.alloc(Math.min(chunkBytes, end - position))
      const read = fs.readSync(number, chunk, 0, chunk.byteLength, position)
      if (read === 0) break
      position += read
      // Lines are cut out as bytes: a chunk may end in the middle of a character.
      const bytes = rest.byteLength === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)])
      let start = 0
      for (let stop = bytes.indexOf(lineFeed); stop >= 0; stop = bytes.indexOf(lineFeed, start)) {
        visit(bytes.toString('utf8', start, stop))
        whole += stop + 1 - start
        start = stop + 1
      }
      rest = bytes.subarray(start)
      if (rest.byteLength > longestLine) {
        throw new GanymedeError(
          'RUN_INVALID',
          `${file} has a line of more than ${longestLine} bytes from byte ${whole}`,
          {
            remedy: 'It is no log of Ganymede, or damaged: put it back from a copy, or move it away.',
          },
        )
      }
    }
    return whole
  } finally {
    fs.closeSync(number)
  }
}
