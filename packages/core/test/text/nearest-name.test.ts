import { describe, expect, it } from 'vitest'

import { didYouMean, nearestName } from '../../src/text/nearest-name.js'

const flags = ['--steps', '--batch', '--seed', '--sample-every', '--precision', '--no-flip']

describe('nearestName', () => {
  it.each([
    ['--stps', '--steps'],
    ['--bacth', '--batch'],
    ['--sampleEvery', '--sample-every'],
    ['--sample_every', '--sample-every'],
    ['--prec', '--precision'],
    ['--STEPS', '--steps'],
    ['--noflip', '--no-flip'],
  ])('finds what %s was meant to be', (typed, name) => {
    expect(nearestName(typed, flags)).toBe(name)
  })

  it.each(['--colour', 'x', '', '--------'])('does not guess at %j', (typed) => {
    expect(nearestName(typed, flags)).toBeUndefined()
  })

  it('does not take one letter for another', () => {
    expect(nearestName('--n', ['-h', '--help'])).toBeUndefined()
    expect(nearestName('-H', ['-h', '--help'])).toBe('-h')
  })

  it('finds a dotted name by its last part', () => {
    expect(nearestName('batch', ['model.width', 'train.batch'])).toBe('train.batch')
    expect(nearestName('model.batch', ['model.width', 'train.batch'])).toBe('train.batch')
  })

  it('prefers the nearest of several', () => {
    expect(nearestName('lrg', ['lr-d', 'lr-g'])).toBe('lr-g')
  })
})

describe('didYouMean', () => {
  it('asks, or falls back', () => {
    expect(didYouMean('trian', ['train'])).toBe('Did you mean train?')
    expect(didYouMean('zebra', ['train'], 'See --help.')).toBe('See --help.')
  })
})
