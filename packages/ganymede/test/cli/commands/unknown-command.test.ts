import { expect, it } from 'vitest'

import { ganymede } from './command-line.js'

it('finds a command that belongs to others', async () => {
  const { code, stderr } = await ganymede('compare', '1', '2')
  expect(code).toBe(2)
  expect(stderr).toContain('ganymede has no command compare. Did you mean ganymede ')
  expect(stderr).toContain('ganymede runs compare')
  expect(stderr).toContain('ganymede evaluate compare')
})

it('does not take one letter for another', async () => {
  expect((await ganymede('evaluate', 'latest', '--n', '50')).stderr).toContain('--n does not exist.\n')
})
