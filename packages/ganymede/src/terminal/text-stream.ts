/**
 * Standard streams that may fail at any moment: a full disk behind a redirection, a pipe whose reader has left, a terminal
 * that was closed. No such failure ends the work; whoever needs to know asks {@link writeFailure} at the end.
 */
import { errnoText } from '@ganymede/core/text'

/** The part of a stream that is needed here; `process.stdout` has it, and so have the streams of tests. */
export interface WritableText {
  write(text: string): unknown
  on?(event: 'error', listener: (...values: unknown[]) => void): unknown
}

const watched = new WeakSet<WritableText>()
const failures = new WeakMap<WritableText, unknown>()

/** Keeps failures of a stream from ending the process, whoever writes to it. A second call does nothing. */
export function outliveFailures(stream: WritableText): void {
  if (watched.has(stream)) return
  watched.add(stream)
  stream.on?.('error', (error) => noteFailure(stream, error))
}

/** Writes, unless the stream has failed before. */
export function writeText(stream: WritableText, text: string): void {
  outliveFailures(stream)
  // Node 20 would keep all that comes after a failed write in memory.
  if (failures.has(stream)) return
  try {
    stream.write(text)
  } catch (error) {
    // Node 20 throws what newer versions tell as an event.
    noteFailure(stream, error)
  }
}

/**
 * Why text was lost, in words such as `no space is left on the disk (ENOSPC)`; undefined when all was written. A reader that
 * has left (`| head`) wanted no more, and is no failure.
 */
export async function writeFailure(stream: WritableText): Promise<string | undefined> {
  // Streams tell of a failed write after the call.
  await new Promise((resolve) => setImmediate(resolve))
  const failure = failures.get(stream)
  if (failure === undefined || errnoOf(failure) === 'EPIPE') return undefined
  const code = errnoOf(failure)
  return code === undefined ? String(failure) : errnoText(code)
}

function noteFailure(stream: WritableText, error: unknown): void {
  if (!failures.has(stream)) failures.set(stream, error ?? new Error('unknown reason'))
}

function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
