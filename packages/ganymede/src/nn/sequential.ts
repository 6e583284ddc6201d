/** Chains and lists of layers. */

import { wrongArgument } from '@ganymede/core'
import { openScope, type Tensor, TorchError } from '@ganymede/torch'
import { foldedPairsOf } from './inference/prepared-layers.js'
import { type Layer, Module } from './module.js'

/** A layer, or a layer with the name that it shall have in the `state_dict`. */
export type SequentialEntry = Layer | readonly [name: string, layer: Layer]

function isNamed(entry: SequentialEntry): entry is readonly [string, Layer] {
  return Array.isArray(entry)
}

/**
 * A chain of layers: the output of each is the input of the next.
 *
 * Layers are called `0`, `1`, … in the `state_dict`, or by the names given. What lies between two layers is freed as
 * soon as the second has run (autograd holds what it needs), so that memory does not grow with the depth: a layer that
 * hands out such a tensor by another way than its result must `keep()` it.
 *
 * @example
 * const decoder = new Sequential([new Linear(64, 256), new ReLU(), new Linear(256, 784), new Tanh()])
 * const images = decoder.forward(randn([8, 64]))   // [8, 784]
 */
export class Sequential extends Module implements Layer, Iterable<Layer> {
  readonly #layers: readonly Layer[]

  /**
   * @param entries  layers, or pairs of name and layer; an unnamed one is called by its position
   * @throws TorchError `ARGUMENT_INVALID` when a name is taken twice
   * @throws GanymedeError `OPTION_INVALID` for anything but a list
   */
  constructor(entries: Iterable<SequentialEntry>) {
    super()
    if (!(Symbol.iterator in Object(entries))) throw wrongArgument('Sequential', 'entries', 'a list of layers', entries)
    this.#layers = [...entries].map((entry, i) =>
      isNamed(entry) ? this.child(entry[0], entry[1]) : this.child(String(i), entry),
    )
  }

  get length(): number {
    return this.#layers.length
  }

  /**
   * The layer at a position; negative counts from the end.
   *
   * @throws TorchError `ARGUMENT_INVALID` when there is none
   */
  at(index: number): Layer {
    return memberAt(this.#layers, index)
  }

  [Symbol.iterator](): IterableIterator<Layer> {
    return this.#layers[Symbol.iterator]()
  }

  /**
   * @param input  what the first layer takes
   * @returns what the last layer gives; `input` itself when there are no layers
   */
  override forward(input: Tensor): Tensor {
    using own = openScope('sequential')
    const pairs = foldedPairsOf(this)
    let x = input
    for (let place = 0; place < this.#layers.length; place++) {
      const pair = pairs?.get(place)
      const folded = pair?.applies(x) ? pair : undefined
      const y = folded?.forward(x) ?? memberAt(this.#layers, place).forward(x)
      if (folded !== undefined) place = folded.norm
      // Only what a layer of this chain has made: parameters, the input and kept tensors have other owners.
      if (y !== x && x.owner === own) x.dispose()
      x = y
    }
    return own.keep(x)
  }
}

/**
 * A list of modules that belong to a network: called `0`, `1`, … in the `state_dict`. It has no forward of its own.
 *
 * @example
 * const blocks = new ModuleList([new Linear(8, 8), new Linear(8, 8)])
 * for (const block of blocks) x = block.forward(x)
 */
export class ModuleList<M extends Module = Module> extends Module implements Iterable<M> {
  readonly #members: M[] = []

  constructor(members: Iterable<M> = []) {
    super()
    for (const member of members) this.push(member)
  }

  get length(): number {
    return this.#members.length
  }

  /** Adds a module at the end. @returns the module */
  push(member: M): M {
    this.#members.push(this.child(String(this.#members.length), member))
    return member
  }

  /**
   * The module at a position; negative counts from the end.
   *
   * @throws TorchError `ARGUMENT_INVALID` when there is none
   */
  at(index: number): M {
    return memberAt(this.#members, index)
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.#members[Symbol.iterator]()
  }

  /** @throws TorchError `ARGUMENT_INVALID` always: call the members */
  override forward(): never {
    throw new TorchError('ARGUMENT_INVALID', 'a module list has no forward: call its members')
  }
}

function memberAt<M>(members: readonly M[], index: number): M {
  const member = members.at(index)
  if (member === undefined) {
    throw new TorchError('ARGUMENT_INVALID', `there is no layer ${index} in a list of ${members.length}`)
  }
  return member
}
