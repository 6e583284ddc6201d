import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { fittingSystem } from '../../../src/cli/fitting-system.js'
import { ganymede } from './command-line.js'

function folderWith(...names: readonly string[]): string {
  const folder = temporaryFolder()
  for (const name of names) mkdirSync(path.join(folder, name))
  return folder
}

describe('ganymede train without a system', () => {
  it('takes one that fits the data, and says which', async () => {
    const small = ['--size', '16', '--width-g', '4', '--width-d', '4', '--batch', '2', '--threads', '1']
    const { code, stdout, stderr } = await ganymede('train', 'builtin:glyphs?count=40', ...small, '--dry-run')
    expect(stderr).toContain(
      'no system was named: dcgan, which learns to make pictures like these (ganymede train --help names the others)',
    )
    expect(code).toBe(0)
    expect(stdout).toContain('1 thread,')
  })

  it.each([
    [['trainA', 'trainB', 'testA'], 'cyclegan'],
    [['A', 'B'], 'pix2pix'],
    [['A', 'B', 'C'], 'dcgan'],
    [['cats', 'dogs'], 'dcgan'],
    [[], 'dcgan'],
  ])('of a folder that holds %j that is %s', (names, system) => {
    expect(fittingSystem(folderWith(...names))?.system).toBe(system)
  })

  it('takes nothing that does not exist for data', async () => {
    expect(fittingSystem(path.join(temporaryFolder(), 'fotos'))).toBeUndefined()
    const { code, stderr } = await ganymede('train', 'dcgna', 'photos/')
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no system named dcgna. Did you mean dcgan?')])
  })
})
