/** Runs scripts in a process of their own, where a crash, a signal or an exit cannot take the tests along. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface ChildResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs `test/fixtures/<script>` with Node.
 *
 * @param options.nodeArgs  arguments for Node itself
 * @param options.env       added to this process's environment; undefined removes a variable
 */
export function runScript(
  script: string,
  args: readonly string[] = [],
  {
    nodeArgs = [],
    env = {},
  }: { readonly nodeArgs?: readonly string[]; readonly env?: Readonly<Record<string, string | undefined>> } = {},
): Promise<ChildResult> {
  const path = join(fileURLToPath(new URL('fixtures', import.meta.url)), script)
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeArgs, path, ...args], { env: { ...process.env, ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}
