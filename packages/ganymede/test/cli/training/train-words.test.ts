import { expect, it } from 'vitest'

import { asFlags, withFlagNames } from '../../../src/cli/training/train-words.js'
import { dcgan } from '../../../src/models/dcgan/dcgan.js'
import { optionFields } from '../../../src/options/option-fields.js'
import { systemFlags } from '../../../src/options/system-flags.js'

const flags = systemFlags(optionFields(dcgan))

it.each([
  ['needs dSteps = gSteps = 1', 'needs --d-steps = --g-steps = 1'],
  ['instead of train.dSteps; more', 'instead of --d-steps; more'],
  ["PyTorch-GAN's dcgan, WebP, steps", "PyTorch-GAN's dcgan, WebP, steps"],
])('help names options as they are typed: %s', (text, shown) => {
  expect(withFlagNames(text, flags)).toBe(shown)
})

it('shows presets as flags', () => {
  const values = { size: 32, shareFakes: false, flip: true, penaltyWeight: 'auto' }
  expect(asFlags(values, flags)).toBe('--size 32 --no-share-fakes --flip --penalty-weight auto')
})
