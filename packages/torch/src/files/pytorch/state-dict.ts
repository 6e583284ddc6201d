/** Finding the weights in what a training script saved. */
import { requireOptions, requireText } from '../../arguments.js'
import { TorchError } from '../../errors.js'
import { Tensor } from '../../tensor/tensor.js'
import { quoted } from '../open-file.js'
import type { TorchValue } from './torch-values.js'

export interface StateDictOptions {
  /** The key, or keys joined by dots, under which the weights lie; default: the usual ones are tried. */
  readonly key?: string
  /** Removed from the front of every name that has it: `'module.'` of DataParallel, `'_orig_mod.'` of torch.compile. */
  readonly stripPrefix?: string
  /** Named in errors; default `the file`. */
  readonly file?: string
}

// In the order of preference: smoothed weights are those that people sample from.
const usual =
  'state_dict model_state_dict params_ema params g_ema netG_ema ema generator netG G model module weights net network'.split(
    ' ',
  )
const MAX_WRAPPERS = 4

/**
 * The weights in a value of `readTorchFile`: names and tensors in their order.
 *
 * The weights are looked for under the keys that training scripts use (`state_dict`, `model`, `params_ema`, `generator`,
 * `g_ema` …), also one inside the other; without such a key the dict itself is taken. Values beside the tensors, such as
 * an epoch number, are left out.
 *
 * @throws TorchError `FILE_INVALID` when there are none, listing what there is; `ARGUMENT_INVALID` when stripping the
 *   prefix makes two names equal
 * @example
 * const weights = stateDictOf(readTorchFile('G.pth'), { stripPrefix: 'module.' })
 */
export function stateDictOf(value: TorchValue, options?: StateDictOptions): Map<string, Tensor> {
  const { key, stripPrefix, file = 'the file' } = requireOptions('stateDictOf', options, ['key', 'stripPrefix', 'file'])
  for (const [name, text] of Object.entries({ key, stripPrefix, file })) {
    if (text !== undefined) requireText('stateDictOf', name, text)
  }
  const found = key === undefined ? search(value, MAX_WRAPPERS) : tensorsOf(follow(value, key, file))
  if (found === null) {
    throw new TorchError(
      'FILE_INVALID',
      `${file}: no state_dict found${key === undefined ? '' : ` under ${quoted(key)}`}`,
      {
        lines: [
          `it holds ${summary(value)}`,
          ...(value instanceof Map ? ['Name the key under which the weights lie.'] : []),
        ],
      },
    )
  }
  return stripPrefix === undefined ? found : stripped(found, stripPrefix, file)
}

// A key like `model` that holds a dict of tensors names the weights, whatever tensors lie beside it.
function search(value: TorchValue, wrappers: number): Map<string, Tensor> | null {
  if (!(value instanceof Map)) return null
  for (const key of wrappers > 0 ? usual : []) {
    const inner = value.has(key) ? search(value.get(key)!, wrappers - 1) : null
    if (inner !== null) return inner
  }
  return tensorsOf(value)
}

function tensorsOf(value: TorchValue): Map<string, Tensor> | null {
  if (!(value instanceof Map)) return null
  const pairs = [...(value as ReadonlyMap<TorchValue, TorchValue>)].filter(
    (pair): pair is [string, Tensor] => typeof pair[0] === 'string' && pair[1] instanceof Tensor,
  )
  return pairs.length === 0 ? null : new Map(pairs)
}

function follow(value: TorchValue, key: string, file: string): TorchValue {
  if (value instanceof Map && value.has(key)) return value.get(key)!
  const [first, ...rest] = key.split('.')
  if (value instanceof Map && rest.length > 0 && value.has(first!))
    return follow(value.get(first!)!, rest.join('.'), file)
  throw new TorchError('FILE_INVALID', `${file}: there is no key ${quoted(key)}`, {
    lines: [`it holds ${summary(value)}`],
  })
}

function stripped(tensors: Map<string, Tensor>, prefix: string, file: string): Map<string, Tensor> {
  const result = new Map<string, Tensor>()
  for (const [name, value] of tensors) {
    const short = name.startsWith(prefix) ? name.slice(prefix.length) : name
    if (result.has(short)) {
      throw new TorchError(
        'ARGUMENT_INVALID',
        `${file}: without the prefix ${quoted(prefix)} two tensors are named ${quoted(short)}`,
      )
    }
    result.set(short, value)
  }
  return result
}

function summary(value: TorchValue): string {
  if (value instanceof Tensor) return `one tensor ${value.dtype} [${value.shape.join(', ')}]`
  if (value instanceof Map) {
    const keys = [...value.keys()].slice(0, 12).map((key) => quoted(String(key)))
    return `a dict of ${value.size}: ${keys.join(', ')}${value.size > 12 ? ', …' : ''}`
  }
  if (Array.isArray(value)) return `a list of ${value.length} values`
  return value === null ? 'None' : `a ${typeof value}`
}
