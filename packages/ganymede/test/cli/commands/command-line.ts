/** Runs a command line in this process and catches what it prints. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { afterAll } from 'vitest'

import { main } from '../../../src/cli.js'

/** What a command line left behind. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

// A clone in which somebody has trained holds `runs`, which commands would find where a test says nothing of runs.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** Runs one command line as it is typed in an empty folder, without the name of the program. */
export async function ganymede(...words: readonly string[]): Promise<CommandResult> {
  const before = process.cwd()
  process.chdir(folder)
  try {
    return await run(words)
  } finally {
    process.chdir(before)
  }
}

async function run(words: readonly string[]): Promise<CommandResult> {
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
