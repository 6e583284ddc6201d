/** Turns what the addon throws into a {@link TorchError}: with a code, in one readable sentence. */
import { TorchError, type TorchErrorCode } from '../errors.js'

// The ways in which libtorch says that a device is not there; the group holds its kind.
const wrongDevice = new RegExp(
  [
    "arguments from the '(CUDA|XPU|MPS|HIP|XLA|HPU|MTIA|Vulkan)' backend",
    'Cannot (?:get|initialize) (CUDA|XPU|MPS)',
    'Torch not compiled with (\\w+)',
    'not linked with support for (\\w+) devices',
    'no support for (\\w+)',
    'No (CUDA) GPUs',
    'Cannot access accelerator device',
    'no pinned memory allocator',
    'invalid device ordinal',
    'Found no NVIDIA driver',
    '(CUDA) driver version is insufficient',
    'no (CUDA)-capable device',
  ].join('|'),
  'i',
)

// What libtorch says of pinned memory where nothing could read it.
const withoutAccelerator = /Cannot access accelerator device|no pinned memory allocator/i

/** @internal The text of a native error without C++ locations, list of backends or plea for a bug report. */
export function nativeText(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause))
    .split('\nException raised from')[0]!
    .replace(
      / INTERNAL ASSERT FAILED at "[^"]*":\d+, please report a bug to PyTorch\.?/g,
      ' internal assertion failed.',
    )
    .replace(/,? ?please report a bug to PyTorch\.?/gi, '')
    .replace(/^\[enforce fail at [^\]]*\] [^.]*\. /, '')
    .replace(/ This could be because the operator doesn't exist for this backend[\s\S]*$/, '')
    .trim()
}

/**
 * @internal
 * @param op     the operator or function as the caller writes it
 * @param cause  what was thrown; a TorchError is passed on as it is
 * @param lines  facts below the message, made only now
 * @param entry  the function whose caller the stack shall begin with
 */
export function nativeError(
  op: string,
  cause: unknown,
  {
    lines,
    details = {},
    entry,
  }: {
    readonly lines?: () => readonly string[]
    readonly details?: Readonly<Record<string, unknown>>
    readonly entry?: (...args: never[]) => unknown
  } = {},
): TorchError {
  if (cause instanceof TorchError) return cause
  const text = nativeText(cause)
  const [first = '', ...rest] = text.split('\n').map((line) => line.trimEnd())
  const code = codeOf(cause)
  const facts = [...rest.filter((line) => line !== ''), ...(lines?.() ?? [])]
  let message = first
  const bytes = code === 'OUT_OF_MEMORY' ? /tried to allocate (\d+) bytes/.exec(text)?.[1] : undefined
  if (bytes !== undefined) message = `out of memory: ${Number(bytes).toLocaleString('en')} bytes were asked for`
  if (code === 'DEVICE_UNAVAILABLE') {
    const lacksAccelerator = withoutAccelerator.test(text)
    message = lacksAccelerator
      ? 'there is no accelerator: this libtorch or machine does not have one'
      : `${deviceIn(cause)} is not available: this libtorch or machine does not have it`
    facts.push(
      lacksAccelerator
        ? 'Pinned memory serves copies to an accelerator only: leave it out.'
        : "Use device 'cpu' or 'auto'. `npx ganymede env` lists what was found.",
    )
  }
  const known = bytes === undefined ? details : { ...details, bytes: Number(bytes) }
  const error = new TorchError(code, `${op}: ${message}`, { op, lines: facts, cause, details: known })
  if (entry) Error.captureStackTrace(error, entry)
  return error
}

function deviceIn(cause: unknown): string {
  const found = wrongDevice.exec((cause as Error).message)
  const name = found?.slice(1).find((group) => group !== undefined)
  if (name !== undefined) return `the device ${name.toLowerCase()}`
  return found !== null && /NVIDIA/.test(found[0]) ? 'the device cuda' : 'the device that was asked for'
}

function codeOf(cause: unknown): TorchErrorCode {
  const code = (cause as { code?: unknown }).code
  if (code === 'ARGUMENT_INVALID' || code === 'OUT_OF_MEMORY') return code
  const text = cause instanceof Error ? cause.message : ''
  if (wrongDevice.test(text)) return 'DEVICE_UNAVAILABLE'
  return /CUDA out of memory/.test(text) ? 'OUT_OF_MEMORY' : 'OP_FAILED'
}
