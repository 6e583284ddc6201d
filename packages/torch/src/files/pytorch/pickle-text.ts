/** What a value of a pickle is, for an error text: it may be of any length and depth, and hold itself. */
import { quoted } from '../open-file.js'

/** @internal One short phrase; of containers only their length. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' && typeof value !== 'function') return String(value).slice(0, 40)
  if (Array.isArray(value)) return `(a list of ${value.length} values)`
  if (value instanceof Map) return `(a dict of ${value.size} values)`
  if (value instanceof Set) return `(a set of ${value.size} values)`
  return value instanceof Uint8Array ? `(${value.byteLength} bytes)` : '(an object)'
}
