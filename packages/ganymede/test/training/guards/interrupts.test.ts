import { expect, test, vi } from 'vitest'

import { createStopControl, yieldToEvents } from '../../../src/training/guards/interrupts.js'

function control(options: Parameters<typeof createStopControl>[0] = {}) {
  const codes: number[] = []
  return { codes, stop: createStopControl({ ...options, exit: (code) => codes.push(code) }) }
}

const longerThanAnEcho = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300))

test('the first interrupt asks to stop, the second leaves with 130', async () => {
  const reasons: string[] = []
  const { stop, codes } = control({ onRequest: (reason) => reasons.push(reason) })
  const restored: string[] = []
  stop.onForcedExit(() => {
    throw new Error('must not keep us here')
  })
  stop.onForcedExit(() => restored.push('terminal'))
  expect(stop.isStopRequested).toBe(false)
  stop.interrupt('SIGINT')
  expect(stop).toMatchObject({ isStopRequested: true, reason: 'SIGINT' })
  expect(stop.signal.aborted).toBe(true)
  await longerThanAnEcho()
  stop.interrupt('SIGTERM')
  expect({ codes, reasons, restored }).toEqual({ codes: [130], reasons: ['SIGINT'], restored: ['terminal'] })
})

test('takes a signal that npm passes on for the same one', () => {
  const { stop, codes } = control()
  stop.interrupt('SIGINT')
  stop.interrupt('SIGINT')
  expect(codes).toEqual([])
})

test('leaves at the first Ctrl-C when it has been asked to stop by other means', () => {
  const { stop, codes } = control()
  stop.request('stop request')
  stop.interrupt('SIGINT')
  expect(codes).toEqual([130])
})

test('stops when the embedding program says so', () => {
  const controller = new AbortController()
  const { stop } = control({ signal: controller.signal })
  controller.abort(new Error('the window was closed'))
  expect(stop).toMatchObject({ isStopRequested: true, reason: 'the window was closed' })
  expect(control({ signal: AbortSignal.abort() }).stop.reason).toBe('aborted')
})

test('listens to signals only when told to, and no longer than needed', async () => {
  const before = process.listenerCount('SIGTERM')
  const { stop } = control()
  expect(process.listenerCount('SIGTERM')).toBe(before)
  stop.dispose()
  const listening = control({ handlesSignals: true })
  process.kill(process.pid, 'SIGTERM')
  await vi.waitFor(() => expect(listening.stop.reason).toBe('SIGTERM'))
  listening.stop.dispose()
  expect(process.listenerCount('SIGTERM')).toBe(before)
})

test('hears timers between steps', async () => {
  let heard = false
  setTimeout(() => {
    heard = true
  }, 1)
  for (let step = 0; step < 10_000 && !heard; step += 1) await yieldToEvents()
  expect(heard).toBe(true)
})
