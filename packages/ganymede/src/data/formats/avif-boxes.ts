/**
 * The outermost boxes of AVIF files (ISO/IEC 14496-12, section 4.2). A picture has a handful, a sequence more; the image
 * library steps through any number of them, and again for each attempt to decode.
 */
import { open } from 'node:fs/promises'

const MOST_BOXES = 4096

// Of the length and the type; then of the length that takes more than 32 bits.
const HEAD_BYTES = 16

/**
 * Why a file is not given to the image library, or null when it is, also when it is too damaged to tell: then the decoder
 * says what is wrong.
 */
export async function avifProblem(input: string | Uint8Array): Promise<string | null> {
  if (typeof input !== 'string') {
    return problemOf(input.byteLength, async (offset, head) => {
      head.set(input.subarray(offset, offset + HEAD_BYTES))
      return Math.max(0, input.byteLength - offset)
    })
  }
  const file = await open(input)
  try {
    const { size } = await file.stat()
    return await problemOf(size, async (offset, head) => (await file.read(head, 0, HEAD_BYTES, offset)).bytesRead)
  } finally {
    await file.close()
  }
}

/** @param read  fills the head of a box; gives how many bytes there are */
async function problemOf(
  size: number,
  read: (offset: number, head: Buffer) => Promise<number>,
): Promise<string | null> {
  const head = Buffer.alloc(HEAD_BYTES)
  let offset = 0
  for (let boxes = 0; boxes < MOST_BOXES; boxes++) {
    if ((await read(offset, head)) < 8) return null
    const length = head.readUInt32BE(0)
    // 0: until the end of the file. 1: the length follows the type.
    const bytes = length === 1 ? Number(head.readBigUInt64BE(8)) : length
    if (bytes < 8 || !Number.isSafeInteger(offset + bytes)) return null
    offset += bytes
    // Behind the pictures may stand what is no box.
    if (offset > size && /^(ftyp|meta|mdat)$/.test(head.toString('latin1', 4, 8)))
      return `cut short: ${offset - size} bytes or more are missing`
  }
  return `damaged avif header: it has more than ${MOST_BOXES} boxes`
}
