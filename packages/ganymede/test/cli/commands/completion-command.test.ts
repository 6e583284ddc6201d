import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { ganymede } from './command-line.js'

const hasBash = spawnSync('bash', ['--version']).status === 0

/** What bash would offer behind these words; the last one is being typed. */
async function completions(words: readonly string[], cwd = temporaryFolder()): Promise<string[]> {
  const { stdout: script } = await ganymede('completion', 'bash')
  const call = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ganymede; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', `${script}\n${call}`, 'bash', 'ganymede', ...words], {
    cwd,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

describe('ganymede completion', () => {
  it.skipIf(!hasBash)('completes commands, systems, flags and their values in bash', async () => {
    expect(await completions(['tr'])).toEqual(['train', 'translate'])
    expect(await completions(['train', 'd'])).toEqual(['dcgan'])
    expect(await completions(['train', 'dcgan', '--si'])).toEqual(['--size'])
    expect(await completions(['train', 'dcgan', '--size', ''])).toEqual(['16', '32', '64', '128'])
    expect(await completions(['runs', 's'])).toEqual(['show'])
    expect(await completions(['resume', '1', '--max'])).toEqual(['--max-time'])
  })

  it.skipIf(!hasBash)('completes runs where a run is wanted', async () => {
    const cwd = temporaryFolder()
    fs.mkdirSync(path.join(cwd, 'runs', '0001-dcgan-photos'), { recursive: true })
    expect(await completions(['sample', '00'], cwd)).toEqual(['0001-dcgan-photos'])
    expect(await completions(['env', '00'], cwd)).toEqual([])
  })

  it.each(['zsh', 'fish'])('has a script for %s', async (shell) => {
    const { code, stdout } = await ganymede('completion', shell)
    expect(code).toBe(0)
    expect(stdout).toContain('ganymede')
    expect(stdout).toContain('latent-dim')
  })

  it('refuses other shells', async () => {
    const { code, stderr } = await ganymede('completion', 'fihs')
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean fish?')
  })
})
