/** What went wrong, in the words and codes of the catalogue, whatever was thrown. Loads no libtorch. */
import { type ErrorCode, errorCatalogue, GanymedeError } from '@ganymede/core'

/** An error of the engine; its class would load the engine, which most commands never need. */
export interface TorchErrorLike extends Error {
  readonly code: string
  readonly lines: readonly string[]
}

export function isTorchError(error: unknown): error is TorchErrorLike {
  return error instanceof Error && error.name === 'TorchError' && 'code' in error && 'lines' in error
}

/** Whether memory ran out: in libtorch, on the host or a device, or for bytes of JavaScript. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof RangeError) return /allocation failed/.test(error.message)
  return error instanceof Error && 'code' in error && (error.code === 'OUT_OF_MEMORY' || error.code === 'ENOMEM')
}

/** The code of an error that is neither ours nor the engine's. */
export function systemCode(error: unknown): ErrorCode {
  if (isOutOfMemory(error)) return 'OUT_OF_MEMORY'
  const errno = error instanceof Error && 'code' in error ? error.code : undefined
  if (errno === 'ENOSPC' || errno === 'EDQUOT') return 'DISK_FULL'
  return errno === 'EROFS' || errno === 'EACCES' || errno === 'EPERM' ? 'WRITE_FAILED' : 'INTERNAL'
}

/** An error as a run records it. */
export function failureOf(error: unknown): GanymedeError {
  if (error instanceof GanymedeError) return error
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
  const own = isTorchError(error) && Object.hasOwn(errorCatalogue, error.code) ? (error.code as ErrorCode) : undefined
  return new GanymedeError(own ?? systemCode(error), message, { cause: error })
}
