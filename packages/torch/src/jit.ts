/** TorchScript modules: loaded on explicit request only, because such a file can hold code. */
import { existsSync } from 'node:fs'
import { native } from './addon/load.js'
import { nativeError, nativeText } from './addon/native-error.js'
import { requireOptions, requireText } from './arguments.js'
import { TorchError } from './errors.js'
import { noGrad } from './grad-mode.js'
import { describeTensor, Tensor } from './tensor/tensor.js'

/** What a TorchScript method takes and gives: tensors, numbers, strings, and arrays and objects of them. */
export type ScriptValue =
  | Tensor
  | number
  | bigint
  | boolean
  | string
  | null
  | readonly ScriptValue[]
  | { readonly [key: string]: ScriptValue }

/** A TorchScript module in evaluation mode. */
export class ScriptModule {
  readonly path: string
  #id: number | null

  /** @internal */
  constructor(path: string, id: number) {
    this.path = path
    this.#id = id
  }

  /** Schemas of its methods. */
  get methods(): readonly string[] {
    return native().jitMethods(this.#handle)
  }

  get #handle(): number {
    if (this.#id === null) {
      throw new TorchError('TENSOR_DISPOSED', `the TorchScript module ${this.path} was disposed of`)
    }
    return this.#id
  }

  /** Calls `forward`, without recording gradients. */
  forward(...args: readonly ScriptValue[]): ScriptValue {
    return this.call('forward', ...args)
  }

  /**
   * Calls a method, without recording gradients. Tuples and lists come back as arrays, dicts as objects.
   *
   * @throws TorchError `OP_FAILED` or `ARGUMENT_INVALID` with the method and the shapes given
   */
  call(method: string, ...args: readonly ScriptValue[]): ScriptValue {
    const id = this.#handle
    try {
      return noGrad(() =>
        fromTagged(
          native().jitCall(
            id,
            method,
            args.map((value) => toTagged(value)),
          ) as Tagged,
        ),
      )
    } catch (cause) {
      const tensors = args.filter((value): value is Tensor => value instanceof Tensor)
      const error = lastLine(cause)
      throw nativeError(`TorchScript ${method}`, error, {
        lines: () => [`module ${this.path}`, ...tensors.map(describeTensor)],
      })
    }
  }

  /** Releases the module and its parameters; a second call does nothing. */
  dispose(): void {
    if (this.#id !== null) native().jitRelease(this.#id)
    this.#id = null
  }
}

/**
 * Loads a TorchScript file (`torch.jit.save`). The file may run code: load only files that you trust.
 *
 * @throws TorchError `FILE_INVALID` when the file is missing or not TorchScript; `DEVICE_UNAVAILABLE`
 */
export function loadScript(path: string, options?: { readonly device?: string }): ScriptModule {
  const { device = 'cpu' } = requireOptions('loadScript', options, ['device'])
  requireText('loadScript', 'path', path)
  if (!existsSync(path)) throw new TorchError('FILE_INVALID', `${path} does not exist`)
  try {
    return new ScriptModule(path, native().jitLoad(path, device))
  } catch (cause) {
    const error = nativeError('loadScript', cause)
    if (error.code === 'DEVICE_UNAVAILABLE' || error.code === 'ARGUMENT_INVALID') throw error
    throw new TorchError(
      'FILE_INVALID',
      `${path} is not a TorchScript module: ${(cause as Error).message.split('\n')[0]}`,
      {
        lines: ['Expected a file written by torch.jit.save. A state_dict is read by readTorchFile instead.'],
        cause,
      },
    )
  }
}

// The interpreter's text shows the script's own stack first and the reason last.
function lastLine(cause: unknown): unknown {
  if (cause instanceof TorchError || !(cause instanceof Error)) return cause
  const text = nativeText(cause).trim().split('\n')
  const short = new Error(text[text.length - 1]?.replace(/^builtins\./, ''), { cause })
  return Object.assign(short, { code: (cause as { code?: string }).code })
}

// No type of TorchScript's is nested deeper, and no call takes more values. Arrays and objects that hold themselves, or
// share their parts, have any number of either.
const mostLevels = 64
const mostValues = 2 ** 24

function toTagged(value: ScriptValue, seen: { values: number } = { values: 0 }, level = 0): unknown {
  // A handle by itself is a number, with which a method of numbers would compute.
  if (value instanceof Tensor) return { tensor: value.handle }
  if (value === null || typeof value !== 'object') return value
  const inner = Array.isArray(value) ? value : Object.values(value)
  seen.values += inner.length
  if (level === mostLevels || seen.values > mostValues) {
    const most = `${mostLevels} levels and ${mostValues.toLocaleString('en')} values`
    throw new TorchError('ARGUMENT_INVALID', `the arguments hold more than ${most}`)
  }
  const handles = inner.map((element: ScriptValue) => toTagged(element, seen, level + 1))
  if (Array.isArray(value)) return handles
  return { entries: Object.keys(value).map((key, i) => [key, handles[i]]) }
}

type Tagged =
  | { readonly tensor: number }
  | { readonly entries: readonly [Tagged, Tagged][] }
  | readonly Tagged[]
  | Exclude<ScriptValue, object>

function fromTagged(value: Tagged): ScriptValue {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(fromTagged)
  if ('tensor' in value) return new Tensor(value.tensor, 'TorchScript')
  return Object.fromEntries(value.entries.map(([key, inner]) => [String(fromTagged(key)), fromTagged(inner)]))
}

function isList(value: Tagged): value is readonly Tagged[] {
  return Array.isArray(value)
}
