/** Runs the real program in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { onTestFinished } from 'vitest'

import { patience } from '../setup/patience.js'

const program = fileURLToPath(new URL('../../packages/ganymede/bin/ganymede.mjs', import.meta.url))

/** A model that trains in a moment. */
export const tiny = [
  ['--size', '16'],
  ['--width-g', '4', '--width-d', '4', '--latent-dim', '8'],
  ['--batch', '4', '--grid-size', '4', '--threads', '1', '--quick-metric', 'none'],
].flat()

/** Built-in data, few enough to be drawn at once. */
export const glyphs = 'builtin:glyphs?count=64'

export interface ProgramResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A program that runs. */
export interface RunningProgram {
  readonly child: ChildProcess
  readonly ended: Promise<ProgramResult>
}

export interface ProgramOptions {
  readonly cwd: string
  readonly environment?: Readonly<Record<string, string>>
  /** Files or devices that output goes to instead of into the result. */
  readonly stdoutTo?: string
  readonly stderrTo?: string
}

/** Starts the program. */
export function start(
  words: readonly string[],
  { cwd, environment = {}, stdoutTo, stderrTo }: ProgramOptions,
): RunningProgram {
  const { npm_command: _, CI: __, ...inherited } = process.env
  const [stdoutFile, stderrFile] = [stdoutTo, stderrTo].map((file) => (file === undefined ? null : openSync(file, 'w')))
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: { ...inherited, LANG: 'C.UTF-8', NO_COLOR: '1', ...environment },
    stdio: ['ignore', stdoutFile ?? 'pipe', stderrFile ?? 'pipe'],
  })
  for (const file of [stdoutFile, stderrFile]) if (typeof file === 'number') closeSync(file)
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  const ended = new Promise<ProgramResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return { child, ended }
}

/** Runs the program to its end. */
export function run(words: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  return start(words, options).ended
}

/** A folder that is removed when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ganymede-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Waits until something is so. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const limit = performance.now() + patience(60_000)
  while (!condition()) {
    if (performance.now() > limit) throw new Error(`waited for ${what} in vain`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

/** Names of the checkpoints of a run folder. */
export function checkpoints(run: string): string[] {
  const folder = path.join(run, 'checkpoints')
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^step-\d+$/.test(name)) : []
}
