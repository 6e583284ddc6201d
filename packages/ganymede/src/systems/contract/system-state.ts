/**
 * What a system remembers besides networks and optimizers: image pools, moving averages of logits, a path-length mean. It
 * is saved with every checkpoint, and a resumed run goes on with the same bits.
 */

import { GanymedeError, requireObject } from '@ganymede/core'
import { Tensor } from '@ganymede/torch'
import { z } from 'zod'

/** A saved value: numbers may be NaN or infinite, tensors may lie at any depth. */
export type StateValue =
  | Tensor
  | number
  | string
  | boolean
  | null
  | readonly StateValue[]
  | { readonly [name: string]: StateValue }

/** All that a state saves, by name. */
export type SavedState = { readonly [name: string]: StateValue }

/**
 * State of a system, made by its `state` hook and passed to every step as `ctx.state`. A class with methods of its own:
 *
 * @example
 * class LogitAverages implements SystemState {
 *   real = 0
 *   save = () => ({ real: this.real })
 *   load = ({ real }: SavedState) => void (this.real = Number(real))
 * }
 */
export interface SystemState {
  /** Everything that a resumed run needs. Tensors are those in use, or made in the caller's scope; nothing is copied. */
  save(): SavedState
  /**
   * Goes on from what `save` gave. Tensors lie on the run's device and are freed afterwards: `keep(value.clone())`.
   * Called once, before the first step of a resumed run.
   */
  load(saved: SavedState): void
  /** Frees what it keeps. */
  dispose?(): void
}

/**
 * Several states as one, each under its own name.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @example
 * state: () => joinStates({ lecam: new LeCamAverages(), pool: new ImagePool(50) })
 * // and in a step: ctx.state.parts.lecam
 */
export function joinStates<Parts extends Readonly<Record<string, SystemState>>>(parts: Parts): JoinedState<Parts> {
  requireObject('joinStates', parts, ['pool'])
  return {
    parts,
    save: () => Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.save()])),
    load(saved) {
      for (const [name, part] of Object.entries(parts)) part.load(savedPart(saved, name))
    },
    dispose() {
      for (const part of Object.values(parts)) part.dispose?.()
    },
  }
}

/** See {@link joinStates}. */
export interface JoinedState<Parts> extends SystemState {
  readonly parts: Parts
  dispose(): void
}

/**
 * A named group within a saved state.
 *
 * @throws GanymedeError `CHECKPOINT_MISMATCH` when there is none
 */
export function savedPart(saved: SavedState, name: string): SavedState {
  const part = saved[name]
  if (typeof part !== 'object' || part === null || part instanceof Tensor || Array.isArray(part)) {
    throw new GanymedeError('CHECKPOINT_MISMATCH', `the saved state has no group ${JSON.stringify(name)}`, {
      lines: [`it has: ${Object.keys(saved).join(', ') || 'nothing'}`],
    })
  }
  return part as SavedState
}

/**
 * A saved number.
 *
 * @throws GanymedeError `CHECKPOINT_MISMATCH` when there is none
 */
export function savedNumber(saved: SavedState, name: string): number {
  const value = saved[name]
  if (typeof value === 'number') return value
  throw new GanymedeError('CHECKPOINT_MISMATCH', `the saved state has no number ${JSON.stringify(name)}`)
}

/**
 * A saved tensor; it is freed after loading, so keep a clone.
 *
 * @throws GanymedeError `CHECKPOINT_MISMATCH` when there is none
 */
export function savedTensor(saved: SavedState, name: string): Tensor {
  const value = saved[name]
  if (value instanceof Tensor) return value
  throw new GanymedeError('CHECKPOINT_MISMATCH', `the saved state has no tensor ${JSON.stringify(name)}`)
}

/** JSON of a state; `{ "tensor": name }`, `{ "number": "NaN" }` and `{ "group": … }` are marks. */
export type StateValues = z.infer<ReturnType<typeof z.json>>

/** Divides a saved state into tensors, named by their path (`pool/3`), and plain JSON. */
export function splitSystemState(saved: SavedState): { tensors: Map<string, Tensor>; values: StateValues } {
  const tensors = new Map<string, Tensor>()
  const plain = (value: StateValue, path: string): StateValues => {
    if (value instanceof Tensor) {
      if (tensors.has(path)) throw new Error(`two tensors of a state are called ${path}`)
      tensors.set(path, value)
      return { tensor: path }
    }
    if (typeof value === 'number') {
      const isPlain = Number.isFinite(value) && !Object.is(value, -0)
      return isPlain ? value : { number: Object.is(value, -0) ? '-0' : String(value) }
    }
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return (value as readonly StateValue[]).map((inner, i) => plain(inner, `${path}/${i}`))
    // A group is wrapped, so that no name in it is mistaken for one of the marks.
    const group = Object.entries(value as SavedState)
    return {
      group: Object.fromEntries(
        group.map(([name, inner]) => [name, plain(inner, path === '' ? name : `${path}/${name}`)]),
      ),
    }
  }
  const values = plain(saved, '')
  return { tensors, values }
}

const markSchema = z.union([
  z.strictObject({ tensor: z.string() }),
  z.strictObject({ number: z.enum(['NaN', 'Infinity', '-Infinity', '-0']) }),
  z.strictObject({ group: z.record(z.string(), z.json()) }),
])

/**
 * Puts a saved state together again.
 *
 * @throws GanymedeError `CHECKPOINT_CORRUPT` when the values are not those of a state, or a tensor is missing
 */
export function joinSystemState(tensors: ReadonlyMap<string, Tensor>, values: StateValues): SavedState {
  const whole = restored(values, tensors)
  if (typeof whole !== 'object' || whole === null || whole instanceof Tensor || Array.isArray(whole)) {
    throw new GanymedeError('CHECKPOINT_CORRUPT', 'the state of the system is not understood')
  }
  return whole as SavedState
}

function restored(value: StateValues, tensors: ReadonlyMap<string, Tensor>): StateValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((inner) => restored(inner, tensors))
  const mark = markSchema.safeParse(value)
  if (!mark.success) throw new GanymedeError('CHECKPOINT_CORRUPT', 'the state of the system is not understood')
  if ('number' in mark.data) return Number(mark.data.number)
  if ('group' in mark.data) {
    return Object.fromEntries(Object.entries(mark.data.group).map(([name, inner]) => [name, restored(inner, tensors)]))
  }
  const tensor = tensors.get(mark.data.tensor)
  if (tensor !== undefined) return tensor
  throw new GanymedeError('CHECKPOINT_CORRUPT', `the state of the system lacks the tensor ${mark.data.tensor}`)
}
