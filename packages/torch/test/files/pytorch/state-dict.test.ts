import { afterAll, describe, expect, test } from 'vitest'
import { stateDictOf, type TorchValue, tensor } from '../../../src/index.js'
import { codeOf } from '../fixtures.js'

const w = tensor([1])
const b = tensor([2])
afterAll(() => {
  w.dispose()
  b.dispose()
})

const dict = (entries: Readonly<Record<string, TorchValue>>) => new Map<TorchValue, TorchValue>(Object.entries(entries))
const weights = dict({ w, b })

describe('stateDictOf', () => {
  test('takes a dict of tensors as it is, in its order, without other values', () => {
    expect([...stateDictOf(dict({ b, epoch: 3, w })).keys()]).toEqual(['b', 'w'])
  })

  test.each(['state_dict', 'model', 'params_ema', 'params', 'generator', 'g_ema', 'netG'])('looks under %s', (key) => {
    expect(stateDictOf(dict({ epoch: 1, [key]: weights })).get('w')).toBe(w)
  })

  test('looks inside one wrapper after the other, and past tensors beside it', () => {
    expect(stateDictOf(dict({ lr: b, model: dict({ state_dict: weights }) })).get('w')).toBe(w)
  })

  test('prefers smoothed weights', () => {
    expect(stateDictOf(dict({ params: dict({ w: b }), params_ema: dict({ w }) })).get('w')).toBe(w)
  })

  test('takes the key that it is told, also with dots', () => {
    const both = dict({ g_ema: dict({ w: b }), g: weights, nets: dict({ G: weights }), 'a.b': weights })
    expect(stateDictOf(both, { key: 'g' }).get('w')).toBe(w)
    expect(stateDictOf(both, { key: 'nets.G' }).get('w')).toBe(w)
    expect(stateDictOf(both, { key: 'a.b' }).get('w')).toBe(w)
    expect(() => stateDictOf(both, { key: 'd', file: 'x.pt' })).toThrow(
      /x\.pt: there is no key "d"\n {2}it holds a dict of 4: "g_ema", "g", "nets", "a\.b"/,
    )
    expect(() => stateDictOf(dict({ a: 1 }), { key: 'a' })).toThrow(/no state_dict found under "a"/)
  })

  test('strips a prefix where it is asked to', () => {
    const parallel = dict({ state_dict: dict({ 'module.w': w, 'module.b': b }) })
    expect([...stateDictOf(parallel).keys()]).toEqual(['module.w', 'module.b'])
    expect([...stateDictOf(parallel, { stripPrefix: 'module.' }).keys()]).toEqual(['w', 'b'])
    expect([...stateDictOf(weights, { stripPrefix: 'module.' }).keys()]).toEqual(['w', 'b'])
    expect(codeOf(() => stateDictOf(dict({ w, 'module.w': b }), { stripPrefix: 'module.' }))).toBe('ARGUMENT_INVALID')
  })

  test.each<[string, TorchValue, RegExp]>([
    ['a list', ['a', 'b'], /the file: no state_dict found\n {2}it holds a list of 2 values/],
    ['a number', 3, /it holds a number/],
    ['None', null, /it holds None/],
    ['one tensor', w, /it holds one tensor float32 \[1\]/],
    [
      'a dict without tensors',
      dict({ epoch: 3, name: 'x' }),
      /it holds a dict of 2: "epoch", "name"\n {2}Name the key/,
    ],
    ['weights under an unusual key', dict({ mine: weights }), /it holds a dict of 1: "mine"/],
  ])('says what %s holds instead', (_, value, message) => {
    expect(() => stateDictOf(value)).toThrow(message)
    expect(codeOf(() => stateDictOf(value))).toBe('FILE_INVALID')
  })
})
