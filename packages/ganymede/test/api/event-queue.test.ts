import { describe, expect, it } from 'vitest'
import { EventQueue } from '../../src/api/event-queue.js'

describe('a queue of events', () => {
  it('gives what was pushed before and after, in order, and ends', async () => {
    const queue = new EventQueue<number>()
    queue.push(1)
    setTimeout(() => {
      queue.push(2)
      queue.end()
      queue.push(3)
    }, 1)
    const seen: number[] = []
    for await (const value of queue) seen.push(value)
    expect(seen).toEqual([1, 2])
  })

  it('serves several readers that wait at once, each with its own value', async () => {
    const queue = new EventQueue<number>()
    const readers = [queue.next(), queue.next(), queue.next(), queue.next()]
    queue.push(1)
    queue.push(2)
    queue.end()
    expect(await Promise.all(readers)).toEqual([
      { value: 1, done: false },
      { value: 2, done: false },
      { value: undefined, done: true },
      { value: undefined, done: true },
    ])
  })

  it('ends when its reader leaves the loop, and drops what comes afterwards', async () => {
    const queue = new EventQueue<number>()
    queue.push(1)
    queue.push(2)
    for await (const value of queue) {
      expect(value).toBe(1)
      break
    }
    queue.push(3)
    expect(await queue.next()).toEqual({ value: undefined, done: true })
  })

  it('lets waiting readers go when one of them leaves', async () => {
    const queue = new EventQueue<number>()
    const waiting = queue.next()
    await queue.return()
    expect(await waiting).toEqual({ value: undefined, done: true })
  })

  it('gives what waits before an error, and the error once', async () => {
    const queue = new EventQueue<number>()
    queue.push(1)
    queue.end(new Error('broken'))
    expect((await queue.next()).value).toBe(1)
    await expect(queue.next()).rejects.toThrow('broken')
    expect(await queue.next()).toEqual({ value: undefined, done: true })
  })

  it('keeps the last thousand while nobody reads', async () => {
    const queue = new EventQueue<number>()
    for (let i = 0; i < 1500; i++) queue.push(i)
    expect((await queue.next()).value).toBe(500)
  })
})
