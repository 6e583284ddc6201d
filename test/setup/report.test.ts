import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { formatError, SetupError, type SetupErrorCode } from '../../packages/torch/setup/errors.mjs'
import { formatBytes, Reporter } from '../../packages/torch/setup/report.mjs'
import { all } from '../../scripts/setup/set-up.mjs'

function capture(
  terminal: boolean,
  { columns = 40, ...options }: { quiet?: boolean; verbose?: boolean; columns?: number } = {},
) {
  const stream = Object.assign(new PassThrough(), { isTTY: terminal, columns })
  const report = new Reporter({ stream, env: {}, ...options })
  // Node.js 26 gives one chunk at a time, older ones all of them.
  const text = () => {
    let all = ''
    for (let part = stream.read(); part !== null; part = stream.read()) all += part
    return all
  }
  return { report, text }
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

  test('of all parts in one line of a terminal, with the name of each and less of the longer texts', () => {
    const { report, text } = capture(true, { columns: 80 })
    const addon = report.start('addon', 'compiling')
    report.start('TypeScript', 'compiling')
    addon.progress('compiling 2 of 2 files with c++ -O2 and a precompiled header of libtorch (2 compilers)')
    const last = text().split('\r\u001b[K').at(-1)
    expect(last).toMatch(/^ {2}… addon: compiling 2 of 2 files with .*… · TypeScript: compiling$/)
    expect(last).toHaveLength(79)
  })

  test('with the time of each, however long its text is', async () => {
    const { report, text } = capture(true, { columns: 80 })
    report.start('packages', 'installing with npm: no packages are installed')
    const libtorch = report.start('libtorch', 'looking')
    await new Promise((resolve) => setTimeout(resolve, 1000))
    libtorch.progress('fetching 12 of 126 MB from download.pytorch.org')
    const last = text().split('\r\u001b[K').at(-1) ?? ''
    expect(last).toMatch(/^ {2}… packages: installing .*… \(1\.\d s\) · libtorch: fetching .*… \(1\.\d s\)$/)
    expect(last).toHaveLength(79)
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
    report.start('packages', 'npm').abandon('npm could not reach its registry')
    expect(text()).toContain('  ✖ packages    npm could not reach its registry\n')
  })

  test('and lists the errors of all parts that failed', async () => {
    const failed = (code: SetupErrorCode, message: string) =>
      Promise.reject(new SetupError(code, message, { lines: [`why ${message}`], remedy: `mend ${message}` }))
    const error = await all(failed('PACKAGES_FAILED', 'npm'), Promise.resolve(), failed('DISK_FULL', 'torch')).catch(
      (thrown: unknown) => thrown,
    )
    expect(formatError(error).split('\n')).toEqual([
      '✖ PACKAGES_FAILED  npm',
      '  why npm',
      '  mend npm',
      '  and DISK_FULL  torch',
      '    why torch',
      '    mend torch',
    ])
  })
})

test('writes bytes as people do', () => {
  expect([formatBytes(126_385_248), formatBytes(1_500_000_000)]).toEqual(['126 MB', '1.5 GB'])
})
