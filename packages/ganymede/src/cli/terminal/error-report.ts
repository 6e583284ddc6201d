/** Errors in their printed form, and the exit code that each means. */

import { errorCatalogue, GanymedeError } from '@ganymede/core'
import picocolors from 'picocolors'
import { printable, type TextStyle } from '../../terminal/terminal-text.js'
import { isTorchError, systemCode } from '../../training/guards/failure-of-error.js'
import { fittingRemedy } from '../fitting-remedy.js'

/** An error, ready to be printed. */
export interface ErrorReport {
  readonly code: string
  readonly message: string
  /** One fact each. */
  readonly lines: readonly string[]
  readonly remedy: string | undefined
  readonly exitCode: number
}

/**
 * What is said about an error, whatever was thrown.
 *
 * @param flags  options of the command that failed: remedies name no others. Default: any
 */
export function reportOf(error: unknown, flags?: readonly string[]): ErrorReport {
  const report = wholeReportOf(error)
  if (flags === undefined || report.remedy === undefined) return report
  return { ...report, remedy: fittingRemedy(report.remedy, flags) || undefined }
}

function wholeReportOf(error: unknown): ErrorReport {
  if (error instanceof GanymedeError) {
    const { code, message, lines, remedy, exitCode } = error
    return { code, message, lines, remedy, exitCode }
  }
  if (isTorchError(error)) {
    const lines = error.lines.flatMap((line) => line.split('\n')).filter((line) => line.trim() !== '')
    return {
      code: error.code,
      message: error.message.split('\n')[0] ?? '',
      lines,
      // Many messages of the engine end with what to do.
      remedy: lines.some((line) => /^(Run:|Use )/.test(line)) ? undefined : torchRemedy(error.code),
      exitCode: torchExitCode(error.code),
    }
  }
  const code = systemCode(error)
  const message = error instanceof Error ? error.message : String(error)
  return {
    code,
    message: message.split('\n')[0] || 'something failed without saying what',
    lines: message.split('\n').slice(1, 8),
    remedy: errorCatalogue[code].remedy,
    exitCode: errorCatalogue[code].exit,
  }
}

/**
 * The printed form: `✖ CODE  what failed`, facts and remedy indented below.
 *
 * @param options.isVerbose  adds stack and causes
 * @param options.flags      as of {@link reportOf}
 */
export function renderError(
  error: unknown,
  style: TextStyle,
  { isVerbose = false, flags }: { readonly isVerbose?: boolean; readonly flags?: readonly string[] | undefined } = {},
): string {
  const { code, message, lines, remedy } = reportOf(error, flags)
  const colours = picocolors.createColors(style.colour)
  const mark = style.unicode ? '✖' : 'x'
  const text = [
    `${colours.red(`${mark} ${colours.bold(code)}`)}  ${printable(message)}`,
    ...lines.map((line) => `  ${printable(line)}`.trimEnd()),
    ...(remedy === undefined ? [] : remedy.split('\n').map((line) => `  ${colours.cyan(printable(line))}`)),
  ]
  if (isVerbose) text.push(...stackOf(error).map((line) => colours.dim(`  ${printable(line)}`)))
  return text.join('\n')
}

function torchExitCode(code: string): number {
  if (code.startsWith('NATIVE_') || code === 'DEVICE_UNAVAILABLE') return 3
  return code === 'FILE_INVALID' ? 2 : 1
}

function torchRemedy(code: string): string | undefined {
  if (code.startsWith('NATIVE_')) return errorCatalogue.TORCH_MISSING.remedy
  const shared = code === 'OUT_OF_MEMORY' || code === 'DEVICE_UNAVAILABLE' ? errorCatalogue[code].remedy : undefined
  // What remains is a misuse of the engine by this toolkit or by a system of somebody's own.
  return shared ?? (code === 'FILE_INVALID' ? undefined : errorCatalogue.INTERNAL.remedy)
}

function stackOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const { cause } = error
  return cause === undefined
    ? own
    : [...own, `caused by ${cause instanceof Error ? cause.message : String(cause)}`, ...stackOf(cause)]
}
