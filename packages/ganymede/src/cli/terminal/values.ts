/** Values of flags: texts in, values out, or an error that says what was expected. */
import path from 'node:path'

import { didYouMeanValue } from '../../options/foreign-names.js'

/** Text as it is; refuses nothing but emptiness. */
export function text(given: string): string {
  if (given.trim() === '') throw new Error('must not be empty')
  return given
}

/** A path; a leading `~/` is the home folder, for shells that leave it. */
export function filePath(given: string): string {
  const home = process.env.HOME
  return given.startsWith('~/') && home !== undefined ? path.join(home, given.slice(2)) : text(given)
}

/** A whole number in a range. */
export function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): (given: string) => number {
  return (given) => {
    const value = /^[+-]?\d[\d_]*$/.test(given) ? Number(given.replaceAll('_', '')) : Number.NaN
    if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return value
    throw new Error(`must be a whole number ${range(minimum, maximum)}, got ${JSON.stringify(given)}`)
  }
}

/** A number in a range, bounds included. */
export function decimal(minimum: number, maximum: number): (given: string) => number {
  return (given) => {
    const value = given.trim() === '' ? Number.NaN : Number(given)
    if (value >= minimum && value <= maximum) return value
    throw new Error(`must be a number ${range(minimum, maximum)}, got ${JSON.stringify(given)}`)
  }
}

/** One of some names. */
export function oneOf<const Name extends string>(names: readonly Name[]): (given: string) => Name {
  return (given) => {
    const name = names.find((known) => known === given)
    if (name !== undefined) return name
    const question = didYouMeanValue(given, names)
    const text = `must be one of ${names.join(', ')}, got ${JSON.stringify(given)}`
    throw new Error(question === undefined ? text : `${text}. ${question}`)
  }
}

/** A device by name; whether it exists shows when it is used. */
export function device(given: string): string {
  if (/^(auto|cpu|cuda(:\d+)?)$/.test(given)) return given
  throw new Error(
    `must be auto, cpu, cuda or cuda:<number> (mps and xpu are not supported), got ${JSON.stringify(given)}`,
  )
}

/** Seconds of a duration such as `30s`, `10m`, `2h`; a number alone counts as seconds. */
export function seconds(given: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(given)
  const unit = { s: 1, m: 60, h: 3600 }[match?.[2] ?? 's'] ?? 1
  const value = Number(match?.[1] ?? Number.NaN) * unit
  if (!(value > 0)) throw new Error(`must be a duration such as 30s, 10m or 2h, got ${JSON.stringify(given)}`)
  return value
}

// Enough for any sheet or folder; a typed 0-99999999 must not fill the memory.
const maxSeeds = 100_000

/** Seeds: a list of numbers and ranges such as `0-31,64`. */
export function seedList(given: string): readonly number[] {
  const expected = `must be numbers and ranges such as 7 or 0-31,64, got ${JSON.stringify(given)}`
  const seeds: number[] = []
  for (const part of given.split(',').map((one) => one.trim())) {
    const match = /^(-?\d+)(?:-(-?\d+))?$/.exec(part)
    if (match === null) throw new Error(expected)
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])]
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) throw new Error(expected)
    if (last < first) throw new Error(`counts upwards: ${part} should be ${last}-${first}`)
    if (seeds.length + last - first + 1 > maxSeeds) throw new Error(`must be at most ${maxSeeds} seeds`)
    for (let seed = first; seed <= last; seed += 1) seeds.push(seed)
  }
  return seeds
}

/** Columns and rows such as `8x4`. */
export interface GridSize {
  readonly columns: number
  readonly rows: number
}

/** `8x4`: 8 columns, 4 rows. */
export function gridSize(given: string): GridSize {
  const match = /^(\d{1,4})[x×](\d{1,4})$/i.exec(given)
  const [columns, rows] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)]
  if (columns < 1 || rows < 1) {
    throw new Error(`must be columns x rows such as 8x4, got ${JSON.stringify(given)}`)
  }
  return { columns, rows }
}

/** Width and height in pixels: `64` or `256x192`. */
export function imageSize(given: string): { readonly width: number; readonly height: number } {
  const match = /^(\d{1,5})(?:[x×](\d{1,5}))?$/i.exec(given)
  const [width, height] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? match?.[1] ?? 0)]
  if (width < 1 || height < 1) throw new Error(`must be pixels such as 64 or 256x192, got ${JSON.stringify(given)}`)
  return { width, height }
}

function range(minimum: number, maximum: number): string {
  if (maximum === Number.MAX_SAFE_INTEGER) return minimum === Number.MIN_SAFE_INTEGER ? '' : `of at least ${minimum}`
  return `from ${minimum} to ${maximum}`
}
