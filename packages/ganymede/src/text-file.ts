/** Text files as editors and shells of all systems write them: UTF-8 or UTF-16, with a byte order mark or without. */
import { readFileSync } from 'node:fs'

/**
 * Bytes as text, without the byte order mark that tells their encoding (Unicode Standard, section 23.8). Without one they are
 * UTF-8.
 *
 * @throws Error when the bytes are no text of that encoding, naming the place of the first that is none
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Error(`it is not text in ${encoding.toUpperCase()}${placeOfFault(bytes, encoding)}`, { cause })
  }
}

/** The text of a file. @throws Error of the system when it cannot be read, and as {@link decodeText} */
export function readTextFile(file: string): string {
  return decodeText(readFileSync(file))
}

/** What a JSON file holds. @throws SyntaxError when it is not JSON, and as {@link readTextFile} */
export function readJsonFile(file: string): unknown {
  return JSON.parse(readTextFile(file))
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return 'utf-8'
}

function placeOfFault(bytes: Uint8Array, encoding: string): string {
  if (encoding !== 'utf-8') return ''
  // What the decoder replaces first: everything before is as it was.
  const read = Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  const at = bytes.findIndex((byte, index) => byte !== read[index])
  return at < 0 ? '' : ` (byte 0x${(bytes[at] ?? 0).toString(16)} at ${at})`
}
