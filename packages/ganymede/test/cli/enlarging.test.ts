import { expect, it } from 'vitest'

import { chosenEnlarging } from '../../src/cli/enlarging.js'

it.each([
  ['files of the native size', {}, null],
  ['the native size by choice', { scale: 1 }, 4],
  ['pictures that are as large as a sheet may be', {}, 1],
])('refuses to smooth %s', (_, asked, usual) => {
  expect(() => chosenEnlarging({ ...asked, smooth: true }, usual)).toThrow('--smooth has nothing to enlarge')
})

it('names the filter where something is enlarged, and only there', () => {
  expect(chosenEnlarging({ smooth: true }, 4).facts).toEqual({ scale: 4, filter: 'lanczos3' })
  expect(chosenEnlarging({ smooth: false }, 1).facts).toEqual({ scale: 1 })
})
