import { describe, expect, test } from 'vitest'
import { memory, readNpz, scope, tensor } from '../../src/index.js'
import { expectInvalid, expectSameTensor, temporaryFolder, zipBytes } from './fixtures.js'

const { file } = temporaryFolder()

// np.savez_compressed(f, mu=np.array([1.5, -2.0]), sigma=np.asfortranarray([[4.0, 1.0], [0.5, 9.0]]),
//   note=np.array({'a': 1}, dtype=object))
const packed =
  'UEsDBC0AAAAIAAAAIQCwmMVB//////////8GABQAbXUubnB5AQAQAJAAAAAAAAAATQAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuBjD4YQ+hGQ4AAFBLAwQtAAAACAAAACEAzTv+iP//////////CQAUAHNpZ21hLm5weQEAEACgAAAAAAAAAFQAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoa6joJ6WX1RSlJgXn1+UkgoSDykqTQUKF2ckFqQCuRpGOgpGmjoKtQrkAy4GMBBwgNAP7CH0Byit5AAAUEsDBC0AAAAIAAAAIQBe+a9n//////////8IABQAbm90ZS5ucHkBABAAGgEAAAAAAADDAAAAAAAAAKWKMQuCQBiGvUyCaG52O4VwjpaGoCHJImhoCDn1oqBUvjsDqaAlKjho8Ov3lulP6BleeN/3KbzldL4i2lE70YiLEOjApOcZ7Zl0k4AEFvsJRPw3j9le8HIXW5byslt2z7yY/9G+Nt8vrUZ14+yQ5o4fJsCdQ7aXOwbAclQdH3iYxEJCFkosUBmViaoVR7VSoKvdcEQCvOMCLZfYW10ZkcxT/vMbsz4+H/WlK3JGz/Mmn5Iq3KHE4LnGCyrC0CWCld35AlBLAQItAy0AAAAIAAAAIQCwmMVBTQAAAJAAAAAGAAAAAAAAAAAAAACAAQAAAABtdS5ucHlQSwECLQMtAAAACAAAACEAzTv+iFQAAACgAAAACQAAAAAAAAAAAAAAgAGFAAAAc2lnbWEubnB5UEsBAi0DLQAAAAgAAAAhAF75r2fDAAAAGgEAAAgAAAAAAAAAAAAAAIABFAEAAG5vdGUubnB5UEsFBgAAAAADAAMAoQAAABECAAAAAA=='
// np.savez(f, mu=np.array([1.5, -2.0], dtype=np.float32), sigma=np.array([[4.0, 1.0], [1.0, 9.0]]))
const stored =
  'UEsDBC0AAAAAAAAAIQDWQ0sF//////////8GABQAbXUubnB5AQAQAIgAAAAAAAAAiAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAwD8AAADAUEsDBC0AAAAAAAAAIQCXrMrF//////////8JABQAc2lnbWEubnB5AQAQAKAAAAAAAAAAoAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAAAAAABBAAAAAAAAA8D8AAAAAAADwPwAAAAAAACJAUEsBAi0DLQAAAAAAAAAhANZDSwWIAAAAiAAAAAYAAAAAAAAAAAAAAIABAAAAAG11Lm5weVBLAQItAy0AAAAAAAAAIQCXrMrFoAAAAKAAAAAJAAAAAAAAAAAAAACAAcAAAABzaWdtYS5ucHlQSwUGAAAAAAIAAgBrAAAAmwEAAAAA'
const bytes = (text: string) => Buffer.from(text, 'base64')

describe('npz', () => {
  test('reads the arrays that numpy packed, in C and Fortran order, with their types', () => {
    scope(() => {
      const mu = [1.5, -2]
      const found = readNpz(file(bytes(packed), 'npz'), { names: ['mu', 'sigma'] })
      expect([...found.keys()]).toEqual(['mu', 'sigma'])
      expectSameTensor(found.get('mu')!, tensor(mu, { dtype: 'float64' }))
      const sigma = [
        [4, 1],
        [0.5, 9],
      ]
      expect(found.get('sigma')!.toArray()).toEqual(sigma)
      const plain = readNpz(file(bytes(stored), 'npz'))
      expectSameTensor(plain.get('mu')!, tensor(mu))
      expect(plain.get('sigma')!.dtype).toBe('float64')
    })
  })

  test('refuses arrays of pickled objects, unless they are not asked for', () => {
    expectInvalid(() => readNpz(file(bytes(packed), 'npz')), /array "note".*Python objects, which are not read/)
  })

  test('names arrays that are missing, and those that are there', () => {
    expectInvalid(
      () => readNpz(file(bytes(stored), 'npz'), { names: ['mu', 'cov'] }),
      /holds no array "cov"[\s\S]*"mu", "sigma"/,
    )
  })

  test('refuses what is no archive, holds no arrays, or is damaged', () => {
    expectInvalid(() => readNpz(file('no zip', 'npz')), /is not a complete zip file/)
    expectInvalid(
      () => readNpz(file(zipBytes([{ name: 'a.txt', data: Buffer.from('text') }]), 'npz')),
      /no numpy arrays/,
    )
    expectInvalid(
      () => readNpz(file(zipBytes([{ name: 'a.npy', data: Buffer.from('text') }]), 'npz')),
      /not a .npy file/,
    )
    const broken = bytes(stored)
    // Behind the header of the entry (56 bytes) and that of numpy (128 bytes).
    broken[56 + 130] = 7
    expectInvalid(() => readNpz(file(broken, 'npz')), /damaged/)
    expectInvalid(() => readNpz(file(bytes(stored).subarray(0, 300), 'npz')), /not a complete zip file/)
  })

  test('leaves no tensor behind', () => {
    const before = memory().live
    scope(() => {
      readNpz(file(bytes(stored), 'npz'))
    })
    expect(memory().live).toBe(before)
  })
})
