/** Text files as editors and shells of all systems write them: UTF-8 or UTF-16, with a byte order mark or without. */
import { readFileSync, statSync } from 'node:fs'
import { checkJson } from '@ganymede/core/reading'

// No text that people or programs write here comes near it; a longer file was made to fill the memory.
const maxBytes = 32 << 20

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
  const { size } = statSync(file)
  if (size > maxBytes) throw new Error(`it has ${size} bytes; text of at most ${maxBytes} bytes is read`)
  return decodeText(readFileSync(file))
}

/**
 * What JSON holds. Two equal keys in one object are an error: of them `JSON.parse` believes the last.
 *
 * @throws SyntaxError when it is not JSON, or holds more values or levels than `readLimits` allow
 */
export function parseJson(text: string): unknown {
  checkJson(text)
  return JSON.parse(text)
}

/** What a JSON file holds. @throws SyntaxError as {@link parseJson}, and as {@link readTextFile} */
export function readJsonFile(file: string): unknown {
  return parseJson(readTextFile(file))
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
