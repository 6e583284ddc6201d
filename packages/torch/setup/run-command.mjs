// @ts-check
/** Runs another program, collects what it prints, and never throws because of what it answers. */
import { spawn } from 'node:child_process'
import { atExit } from './at-exit.mjs'

/**
 * @typedef {object} CommandResult
 * @property {number} code      exit status; 127 when the program could not be started, 124 when it took too long
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} output    both, in the order in which they came
 * @property {boolean} missing  the program does not exist or may not be executed
 * @property {number} seconds
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.input]                  written to standard input, which is closed then
 * @param {number} [options.timeoutMs]
 * @param {(text: string) => void} [options.onOutput]  called with each piece as it comes
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { cwd, env, input = '', timeoutMs, onOutput } = {}) {
  const started = performance.now()
  return new Promise((resolve) => {
    let [stdout, stderr, output, late] = ['', '', '', false]
    const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
    // A set-up that is stopped does not leave its compilers behind.
    const release = atExit(() => child.kill())
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true
            child.kill('SIGKILL')
          }, timeoutMs)
    /** @param {number} code @param {boolean} missing */
    const finish = (code, missing) => {
      clearTimeout(timer)
      release()
      resolve({ code, stdout, stderr, output, missing, seconds: (performance.now() - started) / 1000 })
    }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      output += text
      onOutput?.(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
      output += text
      onOutput?.(text)
    })
    child.stdin.on('error', () => {}) // The program may end without reading its input.
    child.stdin.end(input)
    child.on('error', (error) => {
      output += error.message
      finish(127, true)
    })
    child.on('close', (code) => finish(late ? 124 : (code ?? 1), false))
  })
}
