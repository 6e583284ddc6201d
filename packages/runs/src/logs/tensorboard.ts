/**
 * TensorBoard event files: TFRecord framing around hand-encoded `Event` messages with scalars and PNG images.
 * Formats: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto, and record = length (u64 LE),
 * masked CRC-32C of the length, payload, masked CRC-32C of the payload.
 */
import os from 'node:os'
import path from 'node:path'

import { AppendFile } from '../files/atomic-file.js'
import { type FileOps, reportingWrites } from '../files/file-ops.js'
import { readPngHeader } from '../sheets/png-chunks.js'
import { crc32c } from './crc32c.js'
import { cutEventFiles, listEventFiles } from './event-files.js'

/** Settings of a {@link TensorBoardLog}. */
export interface TensorBoardOptions {
  /**
   * Steps done when the run resumes: what earlier files of the folder say about later steps is cut off, and a TensorBoard that
   * has read it already is told to drop it. Leave out for a run that starts.
   */
  readonly resumeFrom?: number
  /** Whether a record of the step that a run resumes from was written behind its checkpoint; default: none was. */
  readonly isBehindCheckpoint?: (tags: readonly string[]) => boolean
  /** Milliseconds since 1970; default: the system's clock. */
  readonly now?: () => number
  readonly ops?: FileOps
}

/**
 * Writes one event file into a run folder. Each process that works on a run writes a file of its own; TensorBoard joins
 * them. Each call is one write, so a viewer sees it at once and a kill loses nothing; a torn last record is skipped by
 * readers.
 */
export class TensorBoardLog {
  /** Path of the event file. */
  readonly path: string
  readonly #file: AppendFile
  readonly #now: () => number

  /** @throws GanymedeError `DISK_FULL` or `WRITE_FAILED` */
  constructor(
    folder: string,
    { resumeFrom, isBehindCheckpoint = () => false, now = Date.now, ops }: TensorBoardOptions = {},
  ) {
    this.#now = now
    if (resumeFrom !== undefined) {
      reportingWrites(folder, () =>
        cutEventFiles(
          folder,
          ({ step, tags }) => step > resumeFrom || (step === resumeFrom && isBehindCheckpoint(tags)),
        ),
      )
    }
    this.path = path.join(folder, fileName(folder, now()))
    this.#file = new AppendFile(this.path, ops)
    this.#write(textField(3, 'brain.Event:2'))
    // SessionLog with status START: everything at or after this event's step is void.
    if (resumeFrom !== undefined) this.#write(concat([stepField(resumeFrom + 1), messageField(7, varintField(1, 1))]))
  }

  /** Writes values by tag, such as `d/total`; NaN and infinities go through as they are. */
  scalars(step: number, values: Readonly<Record<string, number | undefined>>): void {
    const parts = Object.entries(values).flatMap(([tag, value]) =>
      value === undefined ? [] : [messageField(1, concat([textField(1, tag), floatField(2, value)]))],
    )
    if (parts.length > 0) this.#write(concat([stepField(step), messageField(5, concat(parts))]))
  }

  /**
   * Writes a picture.
   *
   * @param png  a PNG file with 8 bits per channel
   * @throws Error when it is no PNG
   */
  image(step: number, tag: string, png: Uint8Array): void {
    const { width, height, channels } = readPngHeader(png)
    // Summary.Image: height, width, colorspace (1 grey, 2 grey and alpha, 3 RGB, 4 RGBA), encoded bytes.
    const image = concat([varintField(1, height), varintField(2, width), varintField(3, channels), bytesField(4, png)])
    const value = concat([textField(1, tag), messageField(4, image)])
    this.#write(concat([stepField(step), messageField(5, messageField(1, value))]))
  }

  /** Flushes to disk; called with each checkpoint. */
  sync(): void {
    this.#file.sync()
  }

  /** Closes the file; a second call does nothing. */
  close(): void {
    this.#file.close()
  }

  #write(content: Uint8Array): void {
    this.#file.append(framed(concat([doubleField(1, this.#now() / 1000), content])))
  }
}

function fileName(folder: string, nowMs: number): string {
  // TensorBoard reads a folder's files in the order of their names. So a new file comes behind those that are there,
  // also when it is made within the same second or after the clock was set back.
  const earlier = listEventFiles(folder).map(({ second }) => second + 1)
  const seconds = Math.max(Math.floor(nowMs / 1000), ...earlier)
  const host = os.hostname().replace(/[^A-Za-z0-9.-]/g, '-') || 'host'
  return `events.out.tfevents.${String(seconds).padStart(10, '0')}.${host}.${process.pid}`
}

function framed(payload: Uint8Array): Uint8Array {
  const record = Buffer.alloc(payload.byteLength + 16)
  record.writeBigUInt64LE(BigInt(payload.byteLength), 0)
  record.writeUInt32LE(maskedCrc(record.subarray(0, 8)), 8)
  record.set(payload, 12)
  record.writeUInt32LE(maskedCrc(payload), 12 + payload.byteLength)
  return record
}

/** Rotated and shifted, so that a CRC over bytes that hold CRCs stays a good one. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

// Protocol buffers, wire format: a key is (field number << 3) | wire type.
const wireVarint = 0
const wireFixed64 = 1
const wireBytes = 2
const wireFixed32 = 5

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  // Division and not shifts: steps may exceed 32 bits.
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

function varintField(field: number, value: number): Uint8Array {
  return concat([varint((field << 3) | wireVarint), varint(value)])
}

function stepField(step: number): Uint8Array {
  if (!Number.isSafeInteger(step) || step < 0) throw new Error(`a step is a whole number from 0, got ${step}`)
  return varintField(2, step)
}

function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return concat([varint((field << 3) | wireBytes), varint(bytes.byteLength), bytes])
}

const messageField = bytesField

function textField(field: number, text: string): Uint8Array {
  return bytesField(field, Buffer.from(text))
}

function floatField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return concat([varint((field << 3) | wireFixed32), bytes])
}

function doubleField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return concat([varint((field << 3) | wireFixed64), bytes])
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts)
}
