/** The command line: finds the command, runs it, and turns whatever happens into output and an exit code. */
import { existsSync } from 'node:fs'
import { GanymedeError } from '@ganymede/core'
import { commands } from './cli/commands/all-commands.js'
import { type Request, readCommandLine } from './cli/program.js'
import { renderError, reportOf } from './cli/terminal/error-report.js'
import { commandHelp, programHelp } from './cli/terminal/help.js'
import { Output, type OutputPlace } from './cli/terminal/output.js'
import { outliveFailures } from './terminal/text-stream.js'
import { toolkitVersion } from './toolkit-version.js'

/**
 * Runs one command line.
 *
 * @param argv   words behind the name of the program
 * @param place  where output goes; default: this process
 * @returns exit code: 0 done, 1 failed, 2 wrong usage, options or data, 3 environment, 4 a check failed
 */
export async function main(argv: readonly string[], place: OutputPlace = {}): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) outliveFailures(stream)
  const output = new Output(
    {
      isJson: argv.includes('--json'),
      isQuiet: argv.includes('--quiet'),
      isVerbose: argv.includes('--verbose'),
    },
    place,
  )
  const onFault = (error: unknown): void => {
    // Something failed outside of every promise that is awaited: nothing can be trusted to go on.
    process.exit(tell(error, output))
  }
  process.once('uncaughtException', onFault)
  try {
    requireReadableWords(argv)
    const request = await readCommandLine(argv, commands, place)
    try {
      return await exitCodeOf(await obey(request, place, output), output)
    } catch (error) {
      return tell(error, output, request)
    }
  } catch (error) {
    return tell(error, output)
  } finally {
    process.removeListener('uncaughtException', onFault)
  }
}

/** A command whose results were lost has not done what it was asked for. */
async function exitCodeOf(code: number, output: Output): Promise<number> {
  const reason = await output.lostResults()
  if (reason === undefined) return code
  const error = new GanymedeError('WRITE_FAILED', `results could not be written to standard output: ${reason}`)
  // One line: the usual remedy is about permissions of folders.
  output.error(renderError(error, output.noteStyle).split('\n')[0] ?? '')
  return code === 0 ? error.exitCode : code
}

async function obey(request: Request, place: OutputPlace, output: Output): Promise<number> {
  const style = { ...output.style, width: output.width }
  switch (request.kind) {
    case 'version':
      output.result(toolkitVersion())
      output.json({ ganymede: toolkitVersion(), node: process.versions.node })
      return 0
    case 'program-help':
      new Output({ isJson: false, isQuiet: false, isVerbose: false }, place).painted(programHelp(commands, style))
      return 0
    case 'help': {
      const text = commandHelp(request.path, request.command, request.variant, { ...style, isWhole: request.isWhole })
      new Output({ isJson: false, isQuiet: false, isVerbose: false }, place).painted(text)
      return 0
    }
    case 'run':
      if (request.command.usesSystem === true) {
        const { provideSystem } = await import('./cli/provide-system.js')
        await provideSystem(request.invocation, { '@ganymede/toolkit': () => import('./index.js') })
      }
      return (await request.command.run?.(request.invocation)) ?? 0
  }
}

/**
 * Node.js puts U+FFFD in place of bytes that are not UTF-8: such a word names no file any more, or another one.
 *
 * @throws GanymedeError `OPTION_INVALID`
 */
function requireReadableWords(argv: readonly string[]): void {
  const word = argv.find((one) => one.includes('\ufffd') && !existsSync(one))
  if (word === undefined) return
  throw new GanymedeError('OPTION_INVALID', `a word of the command line is not in UTF-8: ${word}`, {
    remedy: 'Rename the file or folder: nothing can be opened by such a name.',
  })
}

function tell(error: unknown, output: Output, request?: Request): number {
  const flags = request?.kind === 'run' ? request.flags : undefined
  const { exitCode, ...report } = reportOf(error, flags)
  output.error(renderError(error, output.noteStyle, { isVerbose: output.isVerbose, flags }))
  output.json({ kind: 'error', ...report, exitCode })
  return exitCode
}
