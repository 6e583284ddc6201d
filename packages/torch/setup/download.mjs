// @ts-check
/** Downloads one file whose checksum is known. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SetupError } from './errors.mjs'

/**
 * @param {{ url: string, sha256: string, bytes: number }} file
 * @param {string} path
 * @param {(bytes: number) => void} onProgress
 * @param {object} [options]
 * @param {number} [options.stallMs]  give up when nothing comes for so long
 * @returns {Promise<string | null>} why the server gave nothing; null when the file is there and whole
 * @throws SetupError `DOWNLOAD_FAILED` when something else than the pinned file came
 */
export async function download({ url, sha256, bytes }, path, onProgress, { stallMs = 60_000 } = {}) {
  const stalled = new AbortController()
  const timer = setTimeout(() => stalled.abort(), stallMs)
  const hash = createHash('sha256')
  let received = 0
  try {
    const response = await fetch(url, { signal: stalled.signal })
    if (!response.ok || response.body === null) return `answered ${response.status} ${response.statusText}`.trim()
    const observe = new Transform({
      transform(chunk, _encoding, callback) {
        timer.refresh()
        hash.update(chunk)
        received += chunk.length
        onProgress(received)
        callback(received > bytes ? mismatch(url, `more than ${bytes} bytes came`) : null, chunk)
      },
    })
    const body = /** @type {import('node:stream/web').ReadableStream} */ (response.body)
    await pipeline(Readable.fromWeb(body), observe, createWriteStream(path), { signal: stalled.signal })
  } catch (error) {
    if (error instanceof SetupError) throw error
    const { code, cause } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error
    if (stalled.signal.aborted) return `sent nothing for ${stallMs / 1000} s; network or proxy?`
    const reason = /** @type {NodeJS.ErrnoException | undefined} */ (cause)?.code ?? code
    return received === 0 ? `cannot be reached (${reason ?? 'no connection'})` : 'broke the connection off; network?'
  } finally {
    clearTimeout(timer)
  }
  const found = hash.digest('hex')
  if (found !== sha256) throw mismatch(url, `SHA-256 is ${found}`)
  return null
}

/** @param {string} url @param {string} found */
function mismatch(url, found) {
  return new SetupError('DOWNLOAD_FAILED', 'the archive of libtorch is not the one that was pinned', {
    lines: [`from  ${url}`, found],
    remedy: [
      'Run the command again. If it happens twice, something between here and the server changes files (a proxy?):',
      'fetch the archive by hand, unpack it, and set LIBTORCH to its folder.',
    ],
  })
}
