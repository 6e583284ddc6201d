import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memory, scope, type Tensor, tensor, writeSafetensors } from '@ganymede/torch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gaussianStatistics } from '../../src/metrics/support/feature-statistics.js'
import { isStatisticsPath, readReferenceStatistics } from '../../src/metrics/support/reference-statistics.js'
import { StatisticsCache, type StatisticsKey } from '../../src/metrics/support/statistics-cache.js'
import { readStatistics, writeStatistics } from '../../src/metrics/support/statistics-file.js'
import { gaussianNoise, refusal } from './golden-metric.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'statistics-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const key: StatisticsKey = {
  data: 'fingerprint',
  split: 'test',
  transform: '28x28 cover',
  network: 'lenet-mnist',
  layer: '128',
  weights: 'ab12',
  input: 'grey 28x28 bilinear mnist',
  count: 40,
  convention: 'unbiased',
}

describe('statistics files', () => {
  it('give back what was written, bit for bit, and leave no tensors behind', () => {
    scope(() => {
      const path = join(folder, 'real.safetensors')
      const features = gaussianNoise([40, 6], 1)
      const statistics = gaussianStatistics(features, 'population')
      const before = memory().live
      writeStatistics(path, statistics, { features, about: { network: 'lenet' } })
      expect(memory().live).toBe(before)
      const found = readStatistics(path)
      expect(found.statistics.mean.equal(statistics.mean)).toBe(true)
      expect(found.statistics.covariance.equal(statistics.covariance)).toBe(true)
      expect(found.statistics).toMatchObject({ count: 40, convention: 'population' })
      expect(found.features!.equal(features)).toBe(true)
      expect(found.about).toEqual({ network: 'lenet' })
    })
  })

  it('are refused when damaged, of another format, asymmetric, negative or not numbers', () => {
    scope(() => {
      const path = join(folder, 'bad.safetensors')
      const double = (values: Parameters<typeof tensor>[0]) => tensor(values, { dtype: 'float64' })
      const about = { format: 'ganymede-statistics/1', convention: 'unbiased', count: '9' }
      const refuse = (mean: Tensor, covariance: Tensor, metadata: Record<string, string> = about) => {
        writeSafetensors(
          path,
          [
            ['mean', mean],
            ['covariance', covariance],
          ],
          { metadata },
        )
        expect(refusal('METRICS_INVALID', () => readStatistics(path)).message).toContain('bad.safetensors')
      }
      const [mean, good] = [double([1, 2]), double([[1, 0.5], [0.5, 1]])] // biome-ignore format: a matrix
      refuse(mean, double([[1, 0.5], [0, 1]])) // biome-ignore format: a matrix
      refuse(mean, double([[-1, 0], [0, 1]])) // biome-ignore format: a matrix
      refuse(double([1, Number.NaN]), good)
      refuse(mean, good.mul(Number.POSITIVE_INFINITY))
      refuse(double([1, 2, 3]), good)
      refuse(mean.to({ dtype: 'float32' }), good)
      refuse(mean, good, { ...about, format: 'another' })
      refuse(mean, good, { ...about, count: '1' })
      refuse(mean, good, { ...about, convention: 'sample' })
      writeStatistics(path, { count: 9, mean, covariance: good, convention: 'unbiased' })
      writeFileSync(path, readFileSync(path).subarray(0, -5))
      refusal('METRICS_INVALID', () => readStatistics(path))
      refusal('METRICS_INVALID', () => readStatistics(join(folder, 'absent.safetensors')))
      refusal('WRITE_FAILED', () =>
        writeStatistics(join(folder, 'no', 'folder.safetensors'), {
          count: 9,
          mean,
          covariance: good,
          convention: 'unbiased',
        }),
      )
    })
  })
})

describe('readReferenceStatistics', () => {
  // np.savez(f, mu=np.array([1.5, -2.0], dtype=np.float32), sigma=np.array([[4.0, 1.0], [1.0, 9.0]]))
  const numpy =
    'UEsDBC0AAAAAAAAAIQDWQ0sF//////////8GABQAbXUubnB5AQAQAIgAAAAAAAAAiAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAwD8AAADAUEsDBC0AAAAAAAAAIQCXrMrF//////////8JABQAc2lnbWEubnB5AQAQAKAAAAAAAAAAoAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAAAAAABBAAAAAAAAA8D8AAAAAAADwPwAAAAAAACJAUEsBAi0DLQAAAAAAAAAhANZDSwWIAAAAiAAAAAYAAAAAAAAAAAAAAIABAAAAAG11Lm5weVBLAQItAy0AAAAAAAAAIQCXrMrFoAAAAKAAAAAJAAAAAAAAAAAAAACAAcAAAABzaWdtYS5ucHlQSwUGAAAAAAIAAgBrAAAAmwEAAAAA'

  it('reads mu and sigma of pytorch-fid in float64, and our own files', () => {
    scope(() => {
      const path = join(folder, 'numpy.npz')
      writeFileSync(path, Buffer.from(numpy, 'base64'))
      const { name, hash, statistics } = readReferenceStatistics(path)
      expect([name, hash.length, statistics.count, statistics.convention]).toEqual(['numpy.npz', 64, null, 'unbiased'])
      expect(statistics.mean.toArray()).toEqual([1.5, -2])
      expect(statistics.mean.dtype).toBe('float64')
      expect(statistics.covariance.toArray()).toEqual([
        [4, 1],
        [1, 9],
      ])
      const own = join(folder, 'own.safetensors')
      writeStatistics(own, { ...statistics, count: 9 })
      expect(readReferenceStatistics(own).statistics.count).toBe(9)
    })
  })

  it('refuses matrices that are no covariances, and files of another kind', () => {
    scope(() => {
      const bytes = Buffer.from(numpy, 'base64')
      const refuse = (name: string, content: Buffer | string) => {
        writeFileSync(join(folder, name), content)
        return refusal('METRICS_INVALID', () => readReferenceStatistics(join(folder, name))).message
      }
      expect(refuse('text.npz', 'text')).toMatch(/is not a complete zip file/)
      expect(
        refuse('renamed.npz', Buffer.from(bytes.toString('latin1').replaceAll('mu.npy', 'nu.npy'), 'latin1')),
      ).toMatch(/no array "mu"/)
      expect(refuse('cut.npz', bytes.subarray(0, 400))).toMatch(/zip/)
      expect(isStatisticsPath('a/fid_stats.NPZ')).toBe(true)
      expect(isStatisticsPath('a/npz')).toBe(false)
    })
  })
})

describe('StatisticsCache', () => {
  it('finds statistics by all parts of their key', () => {
    scope(() => {
      const cache = new StatisticsCache(join(folder, 'not', 'there', 'yet'))
      const statistics = gaussianStatistics(gaussianNoise([40, 6], 1))
      expect(cache.read(key)).toBeNull()
      cache.write(key, statistics)
      expect(cache.read({ ...key })?.statistics.mean.equal(statistics.mean)).toBe(true)
      for (const [field, value] of Object.entries(key)) {
        const other = { ...key, [field]: typeof value === 'number' ? value + 1 : `${value}!` } as StatisticsKey
        expect(cache.read(other), field).toBeNull()
      }
    })
  })

  it('takes a damaged file, and one of another key, for absent', () => {
    scope(() => {
      const cache = new StatisticsCache(folder)
      const statistics = gaussianStatistics(gaussianNoise([40, 6], 1))
      cache.write(key, statistics)
      const other = { ...key, count: 41 }
      writeFileSync(cache.pathOf(other), readFileSync(cache.pathOf(key)))
      expect(cache.read(other)).toBeNull()
      writeFileSync(cache.pathOf(key), 'damaged')
      expect(cache.read(key)).toBeNull()
      cache.write(key, statistics)
      expect(cache.read(key)).not.toBeNull()
    })
  })
})
