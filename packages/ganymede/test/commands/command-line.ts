/** Runs a command line in this process and catches what it prints. */
import { main } from '../../src/cli.js'

/** What a command line left behind. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command line as it is typed, without the name of the program. */
export async function ganymede(...words: readonly string[]): Promise<CommandResult> {
  let stdout = ''
  let stderr = ''
  const code = await main(words, {
    stdout: {
      columns: 100,
      write: (text) => {
        stdout += text
      },
    },
    stderr: {
      write: (text) => {
        stderr += text
      },
    },
    environment: { LANG: 'C.UTF-8' },
  })
  return { code, stdout, stderr }
}
