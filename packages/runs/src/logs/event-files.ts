/**
 * The TensorBoard event files of a run folder as they lie there: their order, and going back to an earlier step. What a killed
 * process had written behind its last checkpoint comes again, so it is cut off; a reader of the files needs to know nothing
 * of the kill. Formats: see tensorboard.ts.
 */
import fs from 'node:fs'
import path from 'node:path'

// Step and tags stand before a picture's bytes, and scalars take some 30 bytes each: more of a record need not be read,
// whatever length it claims.
const longestHead = 1 << 20

const filePattern = /^events\.out\.tfevents\.(\d+)\./

/** One record, as far as it matters for going back. */
export interface EventFacts {
  readonly step: number
  /** Tags of its values, such as `d/total`; none for records about the file itself. */
  readonly tags: readonly string[]
}

/** An event file, and the second that its name begins with. */
export interface EventFile {
  readonly path: string
  readonly second: number
}

/** The event files of a folder, in the order in which TensorBoard reads them. Links and the like are none. */
export function listEventFiles(folder: string): EventFile[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const second = filePattern.exec(entry.name)?.[1]
      return second === undefined || !entry.isFile() ? [] : [{ name: entry.name, second: Number(second) }]
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, second }) => ({ path: path.join(folder, name), second }))
}

/** Removes all event files of a folder: the run starts again. */
export function removeEventFiles(folder: string): void {
  for (const file of listEventFiles(folder)) fs.rmSync(file.path, { force: true })
}

/**
 * Cuts each event file of a folder at the first record that will come again, or that a kill has torn; files that hold nothing
 * else go.
 *
 * @param comesAgain  whether the resumed run will write a record again; those behind it in its file do so too
 */
export function cutEventFiles(folder: string, comesAgain: (event: EventFacts) => boolean): void {
  for (const { path: file } of listEventFiles(folder)) {
    const end = endOfKept(file, comesAgain)
    if (end === 0) fs.rmSync(file, { force: true })
    else if (end < fs.statSync(file).size) fs.truncateSync(file, end)
  }
}

/** Bytes until the first record that comes again; 0 when no record of a step comes before it. */
function endOfKept(file: string, comesAgain: (event: EventFacts) => boolean): number {
  const number = fs.openSync(file, 'r')
  try {
    const { size } = fs.fstatSync(number)
    const header = Buffer.alloc(12)
    const buffer = Buffer.alloc(Math.min(size, longestHead))
    let end = 0
    let hasSteps = false
    while (end < size) {
      if (fs.readSync(number, header, 0, 12, end) < 12) break
      const length = Number(header.readBigUInt64LE(0))
      if (end + 16 + length > size) break
      const read = fs.readSync(number, buffer, 0, Math.min(length, longestHead), end + 12)
      const event = factsOf(buffer.subarray(0, read))
      if (event !== undefined && comesAgain(event)) break
      hasSteps ||= event !== undefined && event.tags.length > 0
      end += 16 + length
    }
    return hasSteps ? end : 0
  } finally {
    fs.closeSync(number)
  }
}

/** Step and tags of an `Event` (fields 2 and 5); undefined for one without values, and for bytes that are none. */
function factsOf(event: Uint8Array): EventFacts | undefined {
  const fields = [...fieldsOf(event)]
  const summary = fields.find(({ number }) => number === 5)?.bytes
  if (summary === undefined) return undefined
  const values = [...fieldsOf(summary)].flatMap(({ number, bytes }) => (number === 1 && bytes ? [bytes] : []))
  const tags = values.flatMap((value) =>
    [...fieldsOf(value)].flatMap(({ number, bytes }) => (number === 1 && bytes ? [Buffer.from(bytes).toString()] : [])),
  )
  return { step: fields.find(({ number }) => number === 2)?.value ?? 0, tags }
}

interface Field {
  readonly number: number
  /** Of a varint. */
  readonly value?: number
  /** Of a string or message. */
  readonly bytes?: Uint8Array
}

/** The fields of a message, until its end or the first byte that makes no sense. */
function* fieldsOf(message: Uint8Array): Generator<Field, void, void> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let scale = 1; at < message.byteLength; scale *= 128) {
      const byte = message[at++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
    return value
  }
  while (at < message.byteLength) {
    const key = varint()
    const number = Math.floor(key / 8)
    const wire = key % 8
    if (wire === 0) yield { number, value: varint() }
    else if (wire === 2) {
      const length = varint()
      yield { number, bytes: message.subarray(at, at + length) }
      at += length
    } else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4
    else return
  }
}
