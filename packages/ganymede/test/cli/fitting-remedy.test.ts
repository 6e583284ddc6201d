import { describe, expect, it } from 'vitest'

import { fittingRemedy, optionsNamedIn } from '../../src/cli/fitting-remedy.js'

const device = 'Use --device cpu, or see `ganymede env`.'
const memory = 'Use a smaller --batch, or more --accum-d and --accum-g.'

describe('fittingRemedy', () => {
  it.each([
    {
      remedy: 'Mend or remove them, or go on without them with --skip-bad. All problems: ganymede data check a --pairs',
      flags: ['--json'],
      fitted: 'Mend or remove them. All problems: ganymede data check a --pairs',
    },
    { remedy: device, flags: [], fitted: 'See `ganymede env`.' },
    { remedy: device, flags: ['--device'], fitted: device },
    { remedy: memory, flags: ['--batch'], fitted: 'Use a smaller --batch.' },
    { remedy: memory, flags: ['--set'], fitted: '' },
    { remedy: 'Name the run. Choose a checkpoint with --step 3.', flags: [], fitted: 'Name the run.' },
    { remedy: 'First line.\nUse --force.', flags: [], fitted: 'First line.' },
  ])('makes "$fitted" of "$remedy" for $flags', ({ remedy, flags, fitted }) => {
    expect(fittingRemedy(remedy, flags)).toBe(fitted)
  })

  it('takes no hyphens inside of words for options', () => {
    expect(optionsNamedIn('a--b, --set model.lr=1 --accept-changes (--no-flip)')).toEqual([
      '--set',
      '--accept-changes',
      '--no-flip',
    ])
  })
})
