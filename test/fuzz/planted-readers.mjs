// @ts-check
/** Readers with one fault each, which they show at the word "bad": what the fuzzer must find. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ones } from '../../packages/torch/dist/index.js'

/** What readers must not let go of. @type {unknown[]} */
const kept = []

/** A log of the processes that came to the word, in the folder where the fuzzer was started. */
const processes = 'processes.txt'

/** @param {number} seconds  of processor time */
function spin(seconds) {
  const start = process.cpuUsage()
  const spent = () => process.cpuUsage(start).user + process.cpuUsage(start).system
  while (spent() < 1e6 * seconds) for (let i = 0; i < 1e6; i++) Math.hypot(i, seconds)
}

/**
 * @param {string} name
 * @param {(file: string) => unknown} fault
 * @param {Partial<import('../../fuzz/reader.mjs').Reader>} [changes]
 * @returns {import('../../fuzz/reader.mjs').Reader}
 */
const planted = (name, fault, changes) => ({
  name,
  file: 'a.txt',
  codes: ['REFUSED'],
  samples: async () => [Buffer.from('good'), Buffer.from('bad')],
  hostile: () => Buffer.from('good'),
  read: (file) => (readFileSync(file, 'latin1').includes('bad') ? fault(file) : undefined),
  ...changes,
})

export const readers = [
  planted('throws', () => {
    throw new TypeError('undefined is no function')
  }),
  planted('refuses', () => {
    throw Object.assign(new Error('is not to my taste'), { name: 'GanymedeError', code: 'REFUSED' })
  }),
  planted('is-slow', () => spin(2.5)),
  planted('spins', () => spin(Number.POSITIVE_INFINITY)),
  planted('allocates', () => {
    kept.push(Buffer.alloc(400 << 20, 1))
  }),
  planted('takes-all', () => {
    for (;;) kept.push(Buffer.alloc(50 << 20, 1))
  }),
  planted('leaks', () => {
    kept.push(ones([2]))
  }),
  planted('leaves', (file) => writeFileSync(join(dirname(file), 'half-written.tmp'), '')),
  planted('exits', () => process.exit(3)),
  planted('exits-later', () => setTimeout(() => process.exit(3), 20)),
  planted('hangs-up', () => {
    setInterval(() => {}, 1000)
    setTimeout(() => process.disconnect(), 20)
  }),
  planted('spins-in-second-process', () => {
    appendFileSync(processes, `${process.pid}\n`)
    if (readFileSync(processes, 'utf8') === `${process.pid}\n`) throw new TypeError('look closer')
    spin(Number.POSITIVE_INFINITY)
  }),
  // At made inputs only, where the word lies among many.
  planted(
    'throws-at-made-files',
    () => {
      throw new TypeError('undefined is no function')
    },
    {
      samples: async () => [Buffer.from('good')],
      hostile: (draws) => Buffer.from(`${'x'.repeat(draws.int(40))}bad${'y'.repeat(20)}`),
    },
  ),
]
