/** Numbers that PyTorch has printed, from test/fixtures/nn (written by generate.py there), and a check of a layer by them. */
import { fileURLToPath } from 'node:url'
import { memory, readSafetensors, scope, type Tensor } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { isChannelsLast, toChannelsLast } from '../../src/nn/memory-format.js'
import type { Layer } from '../../src/nn/module.js'
import { expectClose } from './expect-close.js'

/** The tensors of one case of a fixture file, by their names behind `case/`. */
export class FixtureCase {
  readonly #tensors: ReadonlyMap<string, Tensor>
  readonly #name: string

  constructor(tensors: ReadonlyMap<string, Tensor>, name: string) {
    this.#tensors = tensors
    this.#name = name
  }

  get(part: string): Tensor {
    const value = this.#tensors.get(`${this.#name}/${part}`)
    if (value === undefined) throw new Error(`the fixture has no ${this.#name}/${part}`)
    return value
  }

  has(part: string): boolean {
    return this.#tensors.has(`${this.#name}/${part}`)
  }

  /** All tensors below `part/`, by the rest of their names. */
  below(part: string): Map<string, Tensor> {
    const prefix = `${this.#name}/${part}/`
    const found = [...this.#tensors].filter(([name]) => name.startsWith(prefix))
    return new Map(found.map(([name, value]) => [name.slice(prefix.length), value]))
  }
}

/** @param file  name below test/fixtures/nn, without ending */
export function readFixture(file: string): (name: string) => FixtureCase {
  const path = fileURLToPath(new URL(`../fixtures/nn/${file}.safetensors`, import.meta.url))
  const { tensors } = readSafetensors(path)
  return (name) => new FixtureCase(tensors, name)
}

/** A test in a scope of its own, which must leave as many live tensors as it found. */
export function leakTest(name: string, body: () => void): void {
  test(name, () => {
    const before = memory().live
    scope('test', body)
    expect(memory().live - before, 'live tensors left behind').toBe(0)
  })
}

export interface CheckOptions {
  readonly training?: boolean
  readonly tolerance?: number
  readonly channelsLast?: boolean
}

/**
 * Loads the state of a case into a layer, runs it forward and backward, and compares everything with PyTorch: names of
 * the state, output, gradients of input and parameters, buffers afterwards, and the number of tensors that forward makes.
 */
export function expectLikePytorch(
  layer: Layer,
  expected: FixtureCase,
  { training = true, tolerance, channelsLast = false }: CheckOptions = {},
): void {
  const saved = expected.below('state')
  expect([...layer.stateDict().keys()].sort()).toEqual([...saved.keys()].sort())
  layer.loadStateDict(saved)
  layer.train(training)
  if (channelsLast) toChannelsLast(layer)
  const x = inputOf(expected, channelsLast)
  const before = memory().live
  const y = layer.forward(x)
  expect(memory().live - before, 'forward makes its result and nothing else').toBe(1)
  if (channelsLast) expect(isChannelsLast(y)).toBe(true)
  expectBackward(layer, expected, '', { x, y }, tolerance)
  for (const [name, value] of expected.below('after')) {
    expectClose(layer.stateDict().get(name)!, value, tolerance, `${name} afterwards`)
  }
}

export function inputOf(expected: FixtureCase, channelsLast = false): Tensor {
  const x = expected.get('x').clone({ memoryFormat: channelsLast ? 'channelsLast' : 'contiguous' })
  return x.dtype === 'float32' ? x.requiresGrad_() : x
}

/** Compares output and gradients of Σ y · cotangent. */
export function expectBackward(
  layer: Layer,
  expected: FixtureCase,
  prefix: string,
  { x, y }: { readonly x: Tensor; readonly y: Tensor },
  tolerance?: number,
): void {
  expectClose(y, expected.get(`${prefix}y`), tolerance, 'output')
  for (const parameter of layer.parameters()) parameter.grad = null
  y.backward({ gradient: expected.get(`${prefix}cotangent`) })
  const gradients = expected.below(`${prefix}grads`)
  expect(
    [...layer.namedParameters()]
      .filter(([, p]) => p.grad !== null)
      .map(([name]) => name)
      .sort(),
  ).toEqual([...gradients.keys()].sort())
  for (const [name, parameter] of layer.namedParameters()) {
    const gradient = gradients.get(name)
    if (gradient !== undefined) expectClose(parameter.grad!, gradient, tolerance, `gradient of ${name}`)
  }
  if (expected.has(`${prefix}gradX`)) expectClose(x.grad!, expected.get(`${prefix}gradX`), tolerance, 'gradient of x')
}
