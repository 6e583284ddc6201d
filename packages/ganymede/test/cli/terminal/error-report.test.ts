import { GanymedeError } from '@ganymede/core'
import { TorchError } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { renderError, reportOf } from '../../../src/cli/terminal/error-report.js'

const plain = { colour: false, unicode: true }

describe('renderError', () => {
  it('shows code, message, facts and remedy', () => {
    const error = new GanymedeError('DATA_EMPTY', 'photos holds no images', { lines: ['3 files were looked at'] })
    expect(renderError(error, plain).split('\n')).toEqual([
      '✖ DATA_EMPTY  photos holds no images',
      '  3 files were looked at',
      `  ${error.remedy}`,
    ])
  })

  it('shows errors of the engine in the same form', () => {
    const error = new TorchError('DEVICE_UNAVAILABLE', 'device cuda is not available', { lines: ["Use device 'cpu'."] })
    expect(renderError(error, plain)).toBe("✖ DEVICE_UNAVAILABLE  device cuda is not available\n  Use device 'cpu'.")
  })

  it('shows anything else as a fault of ours, without its stack', () => {
    expect(renderError(new Error('x is undefined'), plain)).toMatch(/^✖ INTERNAL {2}x is undefined\n {2}Run again/)
    expect(renderError('just text', plain)).toContain('✖ INTERNAL  just text')
    expect(renderError(new Error('x'), plain)).not.toContain(' at ')
  })

  it('adds stack and causes when asked for', () => {
    const error = new GanymedeError('WRITE_FAILED', 'no', { cause: new Error('the reason') })
    const text = renderError(error, plain, { isVerbose: true })
    expect(text).toContain('error-report.test')
    expect(text).toContain('caused by the reason')
  })

  it('lets no file name move the cursor', () => {
    const error = new GanymedeError('DATA_UNREADABLE', 'evil\u001b[2Jname.png')
    expect(renderError(error, plain)).not.toContain('\u001b')
  })

  it('uses plain letters where the terminal has no others', () => {
    const error = new GanymedeError('DATA_EMPTY', 'nothing')
    expect(renderError(error, { colour: false, unicode: false })).toMatch(/^x DATA_EMPTY/)
  })
})

describe('exit codes', () => {
  it.each([
    [new GanymedeError('OPTION_INVALID', ''), 2],
    [new GanymedeError('NON_FINITE', ''), 1],
    [new GanymedeError('TORCH_MISSING', ''), 3],
    [new TorchError('NATIVE_MISSING', ''), 3],
    [new TorchError('NATIVE_ABI', ''), 3],
    [new TorchError('DEVICE_UNAVAILABLE', ''), 3],
    [new TorchError('FILE_INVALID', ''), 2],
    [new TorchError('OP_FAILED', ''), 1],
    [Object.assign(new Error('full'), { code: 'ENOSPC' }), 1],
    [new TypeError('fault'), 1],
  ])('%o ends with %i', (error, code) => {
    expect(reportOf(error).exitCode).toBe(code)
  })

  it('name a full disk as one', () => {
    expect(reportOf(Object.assign(new Error('full'), { code: 'ENOSPC' })).code).toBe('DISK_FULL')
  })
})
