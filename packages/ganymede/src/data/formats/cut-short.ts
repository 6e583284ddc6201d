/**
 * Files that may end before their pixels do, as downloads and copies that were cut off. Told by their last bytes, so that
 * opening a data set finds them without decoding every file; whether pixels are missing the decoder says then.
 */
import type { ImageHeader } from './decode.js'
import { sniffFormat } from './image-format.js'

/**
 * Whether a file lacks what its format ends with. Whole pictures may lack it too: phones put films behind theirs.
 *
 * @param head  the first bytes, at least 64 where the file has them
 * @param tail  the last bytes, some thousands where the file has them
 */
export function lacksEnd(head: Uint8Array, tail: Uint8Array, sizeBytes: number): boolean {
  const end = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength)
  switch (sniffFormat(head)) {
    case 'jpeg':
      return !end.includes('\xff\xd9', 0, 'latin1')
    case 'png':
      return !end.includes('IEND', 0, 'latin1')
    case 'gif':
      return end.at(-1) !== 0x3b
    case 'webp': {
      const riffBytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength).readUInt32LE(4)
      return riffBytes + 8 > sizeBytes
    }
    // The boxes of an AVIF say how long they are, a TIFF ends with its directory, and bitmaps have no end.
    default:
      return false
  }
}

/** Whether a bitmap has fewer bytes than 8 bits for each number take: packed ones, or a part of them. */
export function lacksPixels(
  { format, width, height, isGrey }: Pick<ImageHeader, 'format' | 'width' | 'height' | 'isGrey'>,
  sizeBytes: number,
): boolean {
  return (format === 'bmp' || format === 'pnm') && sizeBytes < width * height * (isGrey ? 1 : 3)
}
