import { scope } from '@ganymede/torch'
import { expect, it } from 'vitest'
import { SeededStreams } from '../../src/checkpoint/random-streams.js'
import { listSystems } from '../../src/models/registry.js'
import type { Module } from '../../src/nn/module.js'
import { fitsCheckpoint, optionDifference } from '../../src/options/option-difference.js'
import { type OptionField, optionFields } from '../../src/options/option-fields.js'
import type { AnySystem } from '../../src/systems/contract/system.js'

const data = { channels: 3, targetChannels: 3, height: 32, width: 32, classes: ['a', 'b'], count: 8 }

/** Names and shapes of everything that a checkpoint of the networks holds; undefined for options that do not go together. */
function shapesOf(system: AnySystem, model: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const options = system.options.safeParse(model)
  if (!options.success) return undefined
  return scope(() =>
    Object.entries<Module>(system.build(options.data, data, new SeededStreams(1, 'cpu'))).flatMap(([name, network]) =>
      [...network.stateDict()].map(([key, { shape }]) => `${name}.${key} ${shape.join('x')}`),
    ),
  )
}

/** Values of an option other than its default. */
function othersOf({ choices, isBoolean, number, default: given }: OptionField): readonly unknown[] {
  const numbers = number === undefined ? [] : [0, 0.25, 0.5, 1, 2, 3]
  return [...choices, ...(isBoolean ? [true, false] : []), ...numbers].filter((value) => value !== given)
}

const small = { size: 32, widthG: 4, widthD: 4 }
const steering = listSystems().flatMap((system) => {
  const fields = optionFields(system).filter(({ section, path }) => section === 'model' && fitsCheckpoint(path))
  const base = Object.fromEntries(
    Object.entries(small).filter(([key]) => optionFields(system).some((f) => f.key === key)),
  )
  return fields.map((field) => ({ name: system.name, key: field.key, system, field, base }))
})

it.each(steering)('networks of $name are the same whatever $key is', ({ system, field, base }) => {
  const shapes = shapesOf(system, base)
  expect(shapes?.length).toBeGreaterThan(0)
  const others = othersOf(field).flatMap((value) => {
    const found = shapesOf(system, { ...base, [field.key]: value })
    return found === undefined ? [] : [found]
  })
  expect(others.length).toBeGreaterThan(0)
  for (const found of others) expect(found).toEqual(shapes)
})

it.each(['model.size', 'model.widthG', 'data.channels', 'data.pairs'])('%s may ask for other networks', (path) => {
  expect(fitsCheckpoint(path)).toBe(false)
})

it('compares options by their dotted paths', () => {
  const before = { size: 64, train: { batch: 64, betas: [0.5, 0.999] }, same: { a: 1 }, only: { here: {} } }
  const after = { size: 64, train: { batch: 16, betas: [0, 0.99] }, same: { a: 1 }, added: null }
  expect(optionDifference(before, after)).toEqual([
    { path: 'added', before: undefined, after: null },
    { path: 'only.here', before: {}, after: undefined },
    { path: 'train.batch', before: 64, after: 16 },
    { path: 'train.betas', before: [0.5, 0.999], after: [0, 0.99] },
  ])
  expect(optionDifference(before, structuredClone(before))).toEqual([])
})
