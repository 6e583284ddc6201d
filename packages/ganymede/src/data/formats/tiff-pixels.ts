/**
 * Which pixels of TIFF files are read (TIFF 6.0, sections 3 to 8 and 21; BigTIFF). The rule: whole numbers of 1, 2, 4, 8 or 16
 * bits without sign, as grey, RGB, palette or CMYK, go from 0 to their largest value and become 0 to 255. All others are
 * refused by name: floating-point, signed and wider numbers have no range that files agree on, and the image library would
 * cut them off in silence.
 */

import { open } from 'node:fs/promises'

const MOST_FIELDS = 4096

const TAGS = { bits: 258, compression: 259, photometric: 262, format: 339 } as const
type Tag = keyof typeof TAGS

/** Reads `length` bytes from `offset` on; fewer at the end of the file. */
type ReadBytes = (offset: number, length: number) => Promise<Buffer>

const sampleKinds: Readonly<Record<number, string>> = {
  2: 'signed whole numbers',
  3: 'floating-point numbers',
  5: 'complex whole numbers',
  6: 'complex floating-point numbers',
}

const colourKinds: Readonly<Record<number, string>> = {
  4: 'a transparency mask',
  8: 'CIE L*a*b* colours',
  9: 'ICC L*a*b* colours',
  10: 'ITU L*a*b* colours',
  32803: 'raw pixels of a camera',
  32844: 'LogL high dynamic range',
  32845: 'LogLuv high dynamic range',
}

const REMEDY = 'convert it to 8 or 16 bits without sign'
const YCBCR = 6
const JPEG_COMPRESSIONS = [6, 7]

/**
 * Why the pixels of the first page are not read, or null when they are, and when the file is too damaged to tell: then the
 * decoder says what is wrong.
 */
export async function tiffProblem(input: string | Uint8Array): Promise<string | null> {
  if (typeof input !== 'string') {
    const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
    return problemOf(await readFields(async (offset, length) => bytes.subarray(offset, offset + length)))
  }
  const file = await open(input)
  try {
    return problemOf(
      await readFields(async (offset, length) => {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
        return buffer.subarray(0, bytesRead)
      }),
    )
  } finally {
    await file.close()
  }
}

type Fields = Readonly<Partial<Record<Tag, readonly number[]>>>

function problemOf(fields: Fields | null): string | null {
  if (fields === null) return null
  const bits = [...new Set(fields.bits ?? [1])]
  const kind = sampleKinds[fields.format?.[0] ?? 1]
  if (kind !== undefined) return `its pixels are ${kind} of ${bits.join(', ')} bits: ${REMEDY}`
  if (bits.length > 1 || ![1, 2, 4, 8, 16].includes(bits[0] ?? 0)) {
    return `its pixels are whole numbers of ${bits.join(', ')} bits: ${REMEDY}`
  }
  const colour = fields.photometric?.[0] ?? 0
  const [compression = 1] = fields.compression ?? []
  // Inside JPEG the decoder makes RGB of them; elsewhere it takes them for RGB.
  if (colour === YCBCR && !JPEG_COMPRESSIONS.includes(compression)) {
    return 'its pixels are YCbCr colours without JPEG: convert it to RGB'
  }
  const colours = colourKinds[colour]
  return colours === undefined ? null : `its pixels are ${colours}: convert it to RGB or grey`
}

/** The fields that tell about pixels, or null when the directory cannot be followed. */
async function readFields(read: ReadBytes): Promise<Fields | null> {
  const head = await read(0, 16)
  if (head.length < 16) return null
  const isLittle = head[0] === 0x49
  const isBig = (isLittle ? head[2] : head[3]) === 43
  const number = (bytes: Buffer, at: number, size: number): number => {
    if (size <= 6) return isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size)
    return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at))
  }
  const form = isBig ? { count: 8, field: 20, value: 8 } : { count: 2, field: 12, value: 4 }
  const start = isBig ? number(head, 8, 8) : number(head, 4, 4)
  if (!Number.isSafeInteger(start)) return null
  const counted = await read(start, form.count)
  if (counted.length < form.count) return null
  const count = Math.min(MOST_FIELDS, number(counted, 0, form.count))
  const table = await read(start + form.count, count * form.field)
  const fields: Partial<Record<Tag, readonly number[]>> = {}
  for (let at = 0; at + form.field <= table.length; at += form.field) {
    const tag = number(table, at, 2)
    const name = (Object.keys(TAGS) as Tag[]).find((one) => TAGS[one] === tag)
    const size = { 1: 1, 3: 2, 4: 4 }[number(table, at + 2, 2)]
    if (name === undefined || size === undefined) continue
    const many = Math.min(16, number(table, at + 4, form.value))
    const valueAt = at + 4 + form.value
    const isInside = many * size <= form.value
    const place = isInside ? 0 : number(table, valueAt, form.value)
    if (!Number.isSafeInteger(place)) return null
    const bytes = isInside ? table.subarray(valueAt, valueAt + many * size) : await read(place, many * size)
    if (bytes.length < many * size) return null
    fields[name] = Array.from({ length: many }, (_, i) => number(bytes, i * size, size))
  }
  return fields
}
