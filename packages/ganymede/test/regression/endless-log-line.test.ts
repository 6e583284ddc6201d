/** A log whose line does not end was copied anew with every megabyte of it: 400 MB took more than 100 s. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { readMetrics } from '@ganymede/runs/logs'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ganymede-log-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('refuses a log with a line of 400 MB after its first 17', () => {
  const file = join(folder, 'metrics.jsonl')
  writeFileSync(file, '{"kind":"note","step":1,"seconds":0}\n')
  truncateSync(file, 400 << 20)
  const cost = process.cpuUsage()
  let thrown: unknown
  try {
    readMetrics(file)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(GanymedeError)
  expect(thrown).toMatchObject({
    code: 'RUN_INVALID',
    message: expect.stringContaining('more than 16777216 bytes from byte 37'),
  })
  expect(process.cpuUsage(cost).user).toBeLessThan(2_000_000)
})

it('reads NaN and infinities wherever they stand, and text that only looks like them', () => {
  const file = join(folder, 'values.jsonl')
  writeFileSync(file, '{"kind":"scalars","step":1,"a":"NaN","b":{"c":["-Infinity"]},"d":"NaN!","seconds":0}\n')
  expect(readMetrics(file).records).toEqual([
    { kind: 'scalars', step: 1, a: Number.NaN, b: { c: [Number.NEGATIVE_INFINITY] }, d: 'NaN!', seconds: 0 },
  ])
})

it('takes a line of more than a megabyte for a damaged one', () => {
  const file = join(folder, 'long.jsonl')
  const record = '{"kind":"note","step":1,"seconds":0}\n'
  writeFileSync(file, `${record}{"kind":"note","step":2,"a":[${'0,'.repeat(1 << 19)}0],"seconds":0}\n${record}`)
  expect(readMetrics(file)).toMatchObject({ records: [{ step: 1 }, { step: 1 }], damagedLines: 1 })
})
