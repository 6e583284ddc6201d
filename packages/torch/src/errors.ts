/** Every error of the engine: stable codes with their meaning and remedy, and the class that carries them. */

export const torchErrorCatalogue = {
  OP_FAILED: {
    meaning: 'libtorch refused an operator; the message names it with all shapes, dtypes and devices.',
    remedy: 'Compare the shapes with what the operator expects.',
  },
  ARGUMENT_INVALID: {
    meaning: 'An argument has a type or value that the operator or function does not take.',
    remedy: 'Give a value of the type named.',
  },
  SHAPE_MISMATCH: {
    meaning: 'Tensors given to a function of ours do not have the shapes that it needs.',
    remedy: 'Compare the shapes with those expected.',
  },
  TENSOR_DISPOSED: {
    meaning: 'A tensor is used after it was freed, by its scope or by dispose().',
    remedy: 'Return the tensor from its scope, or keep() it.',
  },
  SCOPE_INVALID: {
    meaning: 'A scope was used with async code, or closed out of order.',
    remedy: 'Open and close scopes within one synchronous block.',
  },
  OUT_OF_MEMORY: {
    meaning: 'An allocation failed.',
    remedy: 'Use a smaller batch, or dispose of tensors that are no longer needed.',
  },
  DEVICE_UNAVAILABLE: {
    meaning: 'The device does not exist on this machine, or this libtorch has no support for it.',
    remedy: "Use device 'cpu' or 'auto'.",
  },
  DTYPE_UNSUPPORTED: {
    meaning: 'The dtype is not supported by this function.',
    remedy: 'Cast the tensor with to({ dtype }).',
  },
  FILE_INVALID: {
    meaning: 'A safetensors, PyTorch, npy or TorchScript file is truncated, hostile or of another format.',
    remedy: 'Write the file again from its source.',
  },
  FILE_WRITE_FAILED: {
    meaning: 'A file cannot be written; what stood there before is untouched.',
    remedy: 'Make room on the disk, or choose a folder that exists and can be written to.',
  },
  STATE_MISMATCH: {
    meaning: 'Names, shapes or dtypes of loaded tensors differ from those of the module; all differences are listed.',
    remedy: 'Load into a module built with the same options.',
  },
  NATIVE_MISSING: {
    meaning: 'The native addon or libtorch cannot be loaded.',
    remedy: 'Run: npx ganymede setup (in a clone: npm run setup)',
  },
  NATIVE_ABI: {
    meaning: 'The addon was built for another libtorch than the one that was loaded.',
    remedy: 'Run: npx ganymede setup (in a clone: npm run setup)',
  },
} as const satisfies Record<string, { meaning: string; remedy: string }>

export type TorchErrorCode = keyof typeof torchErrorCatalogue

export interface TorchErrorOptions {
  /** The operator or function, as the caller writes it. */
  readonly op?: string
  /** Further lines, one fact each. */
  readonly lines?: readonly string[]
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/**
 * The one error class of the engine.
 *
 * The first line is a sentence; the indented lines below it give each tensor argument with dtype, shape and device, the
 * other arguments, and the module path when a module was running.
 */
export class TorchError extends Error {
  readonly code: TorchErrorCode
  readonly op: string | undefined
  readonly lines: readonly string[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: TorchErrorCode, message: string, { op, lines = [], details = {}, cause }: TorchErrorOptions = {}) {
    super([message, ...lines.map((line) => `  ${line}`)].join('\n'), cause === undefined ? undefined : { cause })
    this.name = 'TorchError'
    this.code = code
    this.op = op
    this.lines = lines
    this.details = details
  }
}

const shownElements = 16

/** Text of a value for an error message: short, with its type. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `${JSON.stringify(value)} (string)`
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object') return `${String(value)} (${typeof value})`
  if (Array.isArray(value)) {
    const elements = value.slice(0, shownElements).map((v) => (typeof v === 'object' ? '…' : String(v)))
    return `[${elements.join(', ')}${value.length > shownElements ? `, … ${value.length} in all` : ''}]`
  }
  return `an object (${value.constructor?.name ?? 'Object'})`
}
