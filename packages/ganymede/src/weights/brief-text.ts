/** Values of files as one short line: they may be of any length and depth, and share their parts. */
import { Tensor, type TorchValue } from '@ganymede/torch'

const longest = 160

/** Text that is cut where it is longer than a line. */
export function shortText(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** A value as in JSON, looked at only as far as it is shown. */
export function briefText(value: TorchValue): string {
  if (typeof value === 'string') return shortText(value)
  let text = ''
  for (const part of parts(value)) {
    text += part
    if (text.length > longest) break
  }
  return shortText(text)
}

function* parts(value: TorchValue): Generator<string, void, void> {
  if (typeof value === 'string') yield JSON.stringify(value.length > longest ? value.slice(0, longest) : value)
  else if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) yield `"${value}"`
  else if (value instanceof Uint8Array) yield `"${value.byteLength} bytes"`
  else if (value instanceof Tensor) yield `"tensor ${value.dtype} [${value.shape.join(', ')}]"`
  else if (value instanceof Map) {
    yield '{'
    let comma = ''
    for (const [key, inner] of value as ReadonlyMap<TorchValue, TorchValue>) {
      yield `${comma}${JSON.stringify(typeof key === 'string' ? shortText(key) : briefText(key))}:`
      yield* parts(inner)
      comma = ','
    }
    yield '}'
  } else if (Array.isArray(value) || value instanceof Set) {
    yield '['
    let comma = ''
    for (const inner of value as Iterable<TorchValue>) {
      yield comma
      yield* parts(inner)
      comma = ','
    }
    yield ']'
  } else yield JSON.stringify(value)
}
