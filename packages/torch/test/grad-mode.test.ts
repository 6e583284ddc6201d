import { describe, expect, test } from 'vitest'
import { enableGrad, inferenceMode, isGradEnabled, noGrad, scope, tensor } from '../src/index.js'
import { errorOf } from './error-of.js'

/** Whether operators are recorded at the moment. */
function isRecording(): boolean {
  return scope(() => tensor([1], { requiresGrad: true }).mul(2).requiresGrad)
}

describe('noGrad and enableGrad', () => {
  test('switch recording off and on, nested', () => {
    expect([isRecording(), isGradEnabled()]).toEqual([true, true])
    noGrad(() => {
      expect([isRecording(), isGradEnabled()]).toEqual([false, false])
      enableGrad(() => expect(isRecording()).toBe(true))
      expect(isRecording()).toBe(false)
    })
    expect(isRecording()).toBe(true)
  })

  test('return what the callback returns', () => {
    expect(noGrad(() => 7)).toBe(7)
    expect(enableGrad(() => 'x')).toBe('x')
  })

  test.each([
    ['noGrad', noGrad],
    ['enableGrad', enableGrad],
    ['inferenceMode', inferenceMode],
  ] as const)('%s is left when the callback throws', (_, mode) => {
    const boom = new RangeError('boom')
    expect(() =>
      mode(() => {
        throw boom
      }),
    ).toThrow(boom)
    expect([isRecording(), isGradEnabled()]).toEqual([true, true])
    expect(() =>
      noGrad(() =>
        mode(() => {
          throw boom
        }),
      ),
    ).toThrow(boom)
    expect(isRecording()).toBe(true)
  })

  test.each([
    ['noGrad', noGrad],
    ['enableGrad', enableGrad],
    ['inferenceMode', inferenceMode],
  ] as const)('%s refuses a promise', (name, mode) => {
    const error = errorOf(() => mode(async () => 1))
    expect(error.code).toBe('SCOPE_INVALID')
    expect(error.message).toContain(`the callback of ${name} returned a promise`)
    expect(isRecording()).toBe(true)
  })

  test('a leaf can be changed in place without recording only', () => {
    scope(() => {
      const x = tensor([1], { requiresGrad: true })
      expect(errorOf(() => x.add_(1)).message).toContain(
        'a leaf Variable that requires grad is being used in an in-place',
      )
      noGrad(() => x.add_(1))
      expect(x.item()).toBe(2)
    })
  })
})

describe('inferenceMode', () => {
  test('records nothing, and its results cannot be recorded later', () => {
    scope(() => {
      const x = tensor([1], { requiresGrad: true })
      const y = inferenceMode(() => x.mul(2))
      expect(y.requiresGrad).toBe(false)
      expect(errorOf(() => x.mul(y).sum().backward()).message).toContain(
        'Inference tensors cannot be saved for backward',
      )
    })
  })

  test('nests with itself and with the other modes', () => {
    inferenceMode(() => {
      inferenceMode(() => expect(isGradEnabled()).toBe(false))
      noGrad(() => expect(isGradEnabled()).toBe(false))
      expect(isGradEnabled()).toBe(false)
    })
    expect(isRecording()).toBe(true)
  })
})
