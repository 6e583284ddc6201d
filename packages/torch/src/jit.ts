/** TorchScript modules: loaded on explicit request only, because such a file can hold code. */
import { existsSync } from 'node:fs'
import { TorchError } from './errors.js'
import { noGrad } from './grad-mode.js'
import { native } from './load.js'
import { describeTensor, Tensor } from './tensor.js'

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
    if (this.#id === null)
      throw new TorchError('TENSOR_DISPOSED', `the TorchScript module ${this.path} was disposed of`)
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
      return noGrad(() => fromTagged(native().jitCall(id, method, args.map(toTagged))))
    } catch (cause) {
      if (cause instanceof TorchError) throw cause
      const code = (cause as { code?: string }).code === 'ARGUMENT_INVALID' ? 'ARGUMENT_INVALID' : 'OP_FAILED'
      const text = (cause as Error).message.trim().split('\n')
      throw new TorchError(code, `TorchScript ${method}: ${text[text.length - 1]}`, {
        op: method,
        lines: [`module ${this.path}`, ...args.flatMap((a) => (a instanceof Tensor ? [describeTensor(a)] : []))],
        cause,
      })
    }
  }

  dispose(): void {
    if (this.#id !== null) native().jitRelease(this.#id)
    this.#id = null
  }
}

/**
 * Loads a TorchScript file (`torch.jit.save`). The file may run code: load only files that you trust.
 *
 * @throws TorchError `FILE_INVALID` when the file is missing or not TorchScript
 */
export function loadScript(path: string, { device = 'cpu' }: { readonly device?: string } = {}): ScriptModule {
  if (!existsSync(path)) throw new TorchError('FILE_INVALID', `${path} does not exist`)
  try {
    return new ScriptModule(path, native().jitLoad(path, device))
  } catch (cause) {
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

function toTagged(value: ScriptValue): unknown {
  if (value instanceof Tensor) return { slot: value.handle }
  if (Array.isArray(value)) return value.map(toTagged)
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toTagged(inner as ScriptValue)]))
  }
  return value
}

function fromTagged(value: unknown): ScriptValue {
  if (Array.isArray(value)) return value.map(fromTagged)
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
    if (entries.length === 1 && entries[0]![0] === 'slot') return new Tensor(entries[0]![1] as number, 'TorchScript')
    return Object.fromEntries(entries.map(([key, inner]) => [key, fromTagged(inner)]))
  }
  return value as ScriptValue
}
