import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import path from 'node:path'

import { expect, test } from 'vitest'
import { ended, startNode } from '../../../../test/setup/child-program.js'
import { listenToKeys } from '../../src/terminal/keys.js'

// util-linux' `script` gives a program a terminal of its own.
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0
const needsTerminal = hasScript ? '' : ' (skipped: no `script` command to make a terminal with)'

function inTerminal(...args: readonly string[]): ChildProcess {
  const command = [process.execPath, path.join(import.meta.dirname, 'show-progress.mjs'), ...args]
    .map((part) => `'${part}'`)
    .join(' ')
  // What the terminal is set to afterwards is printed last.
  return spawn(
    'script',
    ['-qefc', `stty rows 24 cols 100; ${command}; code=$?; stty -a | grep -ow -e '-*icanon'; exit $code`, '/dev/null'],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    },
  )
}

async function shown(child: ChildProcess, text: string): Promise<void> {
  let seen = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      seen += String(chunk)
      if (seen.includes(text)) resolve()
    })
    child.on('close', () => reject(new Error(`${text} was not shown in:\n${seen}`)))
  })
}

test.skipIf(!hasScript)(`obeys keys, saves on q and gives the terminal back${needsTerminal}`, async () => {
  const child = inTerminal('auto', '2000', '5')
  const result = ended(child)
  await shown(child, 'ready')
  // An arrow key ends in a letter that is no command.
  child.stdin?.write('\u001b[Dxp')
  await shown(child, 'key p')
  child.stdin?.write('Q')
  const { code, stdout } = await result
  expect(code).toBe(0)
  expect(stdout).toContain('key q')
  expect(stdout).toContain('stopped, state saved')
  expect(stdout.trimEnd()).toMatch(/(?<!-)icanon$/)
})

test.skipIf(!hasScript)(
  `takes Ctrl-C as a key: stops, and the second time leaves with 130${needsTerminal}`,
  async () => {
    const child = inTerminal('auto', '5000', '5', 'forever')
    const result = ended(child)
    await shown(child, 'ready')
    child.stdin?.write('\u0003')
    await shown(child, 'stopping: Ctrl-C')
    await new Promise((resolve) => setTimeout(resolve, 400))
    child.stdin?.write('\u0003')
    const { code, stdout } = await result
    expect(code).toBe(130)
    expect(stdout.trimEnd()).toMatch(/(?<!-)icanon$/)
    expect(stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\u001b[?25l'))
  },
)

test.skipIf(!hasScript)(`gives the terminal back after a crash${needsTerminal}`, async () => {
  const { code, stdout } = await ended(inTerminal('auto', '50', '5', 'crash'))
  expect(code).toBe(1)
  expect(stdout).toContain('as if something had failed')
  expect(stdout.trimEnd()).toMatch(/(?<!-)icanon$/)
  expect(stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\u001b[?25l'))
})

test('stops cleanly on SIGINT and SIGTERM without a terminal, and at once the second time', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const child = startNode(path.join(import.meta.dirname, 'show-progress.mjs'), ['auto', '2000', '5'])
    const result = ended(child)
    await new Promise((resolve) => child.stderr?.once('data', resolve))
    child.kill(signal)
    const { code, stdout, stderr } = await result
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`stopping: ${signal}`) })
    expect(stdout).toContain('stopped, state saved')
  }
  const child = startNode(path.join(import.meta.dirname, 'show-progress.mjs'), ['auto', '5000', '5', 'forever'])
  const result = ended(child)
  await new Promise((resolve) => child.stderr?.once('data', resolve))
  child.kill('SIGINT')
  await new Promise((resolve) => setTimeout(resolve, 600))
  child.kill('SIGINT')
  expect((await result).code).toBe(130)
})

test('listens to nothing that is no terminal', () => {
  const source = Object.assign(new EventEmitter(), { isTTY: false, resume() {}, pause() {} })
  expect(listenToKeys({ keys: {}, interrupt: () => {} }, source)).toBeUndefined()
})
