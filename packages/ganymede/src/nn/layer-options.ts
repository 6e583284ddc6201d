/** Checks that layers make of their options when they are built; forward passes trust them. */

import { valueText } from '@ganymede/core'
import { TorchError } from '@ganymede/torch'

/** A size per spatial axis: one number for both, or `[height, width]`. */
export type Pair = number | readonly [number, number]

/** @internal Both numbers of a pair. */
export function both(value: Pair): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value
}

function refused(layer: string, option: string, expected: string, value: unknown): TorchError {
  return new TorchError('ARGUMENT_INVALID', `${layer}: ${option} must be ${expected}, got ${valueText(value)}`, {
    op: layer,
  })
}

/** @internal Throws `ARGUMENT_INVALID` unless every value is an integer of at least `least`. */
export function requireIntegers(layer: string, values: Readonly<Record<string, Pair>>, least = 1): void {
  for (const [option, value] of Object.entries(values)) {
    const numbers = typeof value === 'number' || Array.isArray(value) ? both(value) : []
    if (numbers.length !== 2 || !numbers.every((n) => Number.isInteger(n) && n >= least)) {
      const expected = `${least === 1 ? 'a positive integer' : 'an integer of at least 0'} or two of them`
      throw refused(
        layer,
        option,
        typeof value === 'number' ? expected.replace(' or two of them', '') : expected,
        value,
      )
    }
  }
}

/** @internal Throws `ARGUMENT_INVALID` unless the number lies in [from, to]. */
export function requireRange(layer: string, option: string, value: number, from: number, to: number): void {
  if (typeof value === 'number' && value >= from && value <= to) return
  throw refused(layer, option, rangeText(from, to), value)
}

function rangeText(from: number, to: number): string {
  if (to !== Number.MAX_VALUE) return `a number from ${from} to ${to}`
  return from === Number.MIN_VALUE ? 'a finite number above 0' : `a finite number of at least ${from}`
}

/** @internal Throws `ARGUMENT_INVALID` unless `value` is a multiple of `divisor`. */
export function requireDivisible(layer: string, option: string, value: number, by: string, divisor: number): void {
  if (value % divisor !== 0) throw refused(layer, option, `divisible by ${by} (${divisor})`, value)
}
