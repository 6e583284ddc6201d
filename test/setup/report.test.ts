import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { formatBytes, Reporter } from '../../scripts/setup/report.mjs'

function capture(terminal: boolean, options: { quiet?: boolean; verbose?: boolean } = {}) {
  const stream = Object.assign(new PassThrough(), { isTTY: terminal, columns: 40 })
  const report = new Reporter({ stream, env: {}, ...options })
  return { report, text: () => String(stream.read() ?? '') }
}

describe('set-up tells what it does', () => {
  test('in plain lines where there is no terminal', () => {
    const { report, text } = capture(false)
    const addon = report.start('addon', 'compiling')
    addon.progress('compiling: 1 of 2 files')
    addon.done('2 files compiled')
    expect(text()).toBe('Setting up Ganymede\n  … addon       compiling\n  ✔ addon       2 files compiled\n')
  })

  test('in one line that is drawn over on a terminal, never wider than it', () => {
    const { report, text } = capture(true)
    const addon = report.start('addon', 'compiling')
    addon.progress('compiling something with a very long name')
    addon.done('2 files compiled')
    const frames = text().split('\r\u001b[K')
    expect(frames.slice(0, 2)).toEqual(['Setting up Ganymede\n', '  … addon       compiling'])
    expect(frames[2]).toHaveLength(39)
    expect(frames[3]).toBe('  ✔ addon       2 files compiled\n')
  })

  test('of all parts that run at the same time', () => {
    const { report, text } = capture(true)
    const packages = report.start('packages', 'npm')
    const libtorch = report.start('libtorch', 'looking')
    libtorch.progress('12 MB')
    packages.done('9 packages')
    libtorch.done('2.13.0')
    expect(text().split('\r\u001b[K')).toEqual([
      'Setting up Ganymede\n',
      '  … packages    npm',
      '  … packages: npm · libtorch: looking',
      '  … packages: npm · libtorch: 12 MB',
      '  ✔ packages    9 packages\n',
      '  … libtorch    12 MB',
      '  ✔ libtorch    2.13.0\n',
    ])
  })

  test('not at all when asked to be quiet', () => {
    const { report, text } = capture(false, { quiet: true })
    const addon = report.start('addon', 'compiling')
    addon.note('a warning')
    addon.done('2 files compiled')
    expect(text()).toBe('')
  })

  test('with its commands when asked to be verbose', () => {
    const plain = capture(false)
    plain.report.detail('c++ -O2')
    expect(plain.text()).toBe('')
    const verbose = capture(false, { verbose: true })
    verbose.report.detail('c++ -O2')
    expect(verbose.text()).toBe('    c++ -O2\n')
  })

  test('and leaves a failed part marked', () => {
    const { report, text } = capture(false)
    report.start('libtorch', 'looking for libtorch').abandon()
    expect(text()).toContain('  ✖ libtorch    looking for libtorch\n')
  })
})

test('writes bytes as people do', () => {
  expect([formatBytes(126_385_248), formatBytes(1_500_000_000)]).toEqual(['126 MB', '1.5 GB'])
})
