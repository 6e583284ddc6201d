import { cat, Generator, rand, randn, scope, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'

import { diagnose } from '../../src/doctor/diagnose.js'
import { evidenceOf, type PictureEvidence } from '../../src/doctor/evidence.js'
import { measurePictures } from '../../src/doctor/measured-pictures.js'

const side = 12
const classes = 4
const facts = { system: 'dcgan', options: {}, failure: null, images: 200, pixels: side * side }
const epochs = [{ kind: 'scalars', step: 100, seconds: 1, epoch: 20 }]

function inScope(fn: (rng: Generator) => void): void {
  const rng = new Generator(3)
  try {
    scope('test', () => fn(rng))
  } finally {
    rng.dispose()
  }
}

/** Pictures of classes: one bright quarter each, with noise. */
function quarters(count: number, rng: Generator, noise = 0.5): { images: Tensor; labels: number[] } {
  const labels = Array.from({ length: count }, (_, i) => i % classes)
  const half = side / 2
  const pixels = labels.flatMap((label) =>
    Array.from({ length: side * side }, (_, at) => {
      const quarter = 2 * Number(Math.floor(at / side) >= half) + Number(at % side >= half)
      return quarter === label ? 0.8 : -0.8
    }),
  )
  const clean = tensor(Float32Array.from(pixels), { shape: [count, 1, side, side] })
  const images = clean.add(randn(clean.shape, { generator: rng }).mul(noise)).clamp({ min: -1, max: 1 })
  return { images, labels }
}

const codesOf = (pictures: PictureEvidence) => diagnose(evidenceOf(facts, epochs, { pictures })).map(({ code }) => code)

describe('pictures beside training images', () => {
  it('are healthy when they are new ones of the same kind', () => {
    inScope((rng) => {
      const found = measurePictures(quarters(128, rng), quarters(200, rng), { step: 100, classes })
      expect(found).toMatchObject({ pictures: 128, reals: 200, duplicates: 0, copies: 0, missingGroups: 0 })
      expect(found.nearest / found.realNearest).toBeCloseTo(1, 1)
      expect(found.labels).toMatchObject({ accuracy: 1, realAccuracy: 1 })
      expect(codesOf(found)).toEqual([])
    })
  })

  it('are recognised as copies', () => {
    inScope((rng) => {
      const reals = quarters(50, rng)
      const fakes = { images: reals.images.add(rand(reals.images.shape, { generator: rng }).mul(0.1)), labels: null }
      expect(codesOf(measurePictures(fakes, reals, { step: 100, classes: 0 }))).toEqual(['MEMORISATION'])
    })
  })

  it('are recognised as one picture for all seeds', () => {
    inScope((rng) => {
      const one = quarters(1, rng).images.expand([64, 1, side, side])
      const found = measurePictures({ images: one, labels: null }, quarters(200, rng), { step: 100, classes: 0 })
      expect(codesOf(found)).toEqual(['MODE_COLLAPSE'])
    })
  })

  it('are recognised as twins', () => {
    inScope((rng) => {
      const some = quarters(32, rng).images
      const found = measurePictures({ images: cat([some, some]), labels: null }, quarters(200, rng), {
        step: 1,
        classes: 0,
      })
      expect(found.duplicates).toBe(1)
      expect(codesOf(found)).toEqual(['DUPLICATES'])
    })
  })

  it('are seen to leave out modes', () => {
    inScope((rng) => {
      const { images } = quarters(128, rng)
      const rows = Array.from({ length: 64 }, (_, i) => Math.floor(i / 2) * classes + (i % 2))
      const half = images.indexSelect(0, tensor(Int32Array.from(rows), { dtype: 'int64' }))
      const found = measurePictures({ images: half, labels: null }, quarters(200, rng), { step: 1, classes: 0 })
      expect(found.missingGroups / found.groups).toBeGreaterThan(0.3)
    })
  })

  it('are seen to ignore the label, and labels to mean nothing', () => {
    inScope((rng) => {
      const reals = quarters(200, rng)
      const { images, labels } = quarters(64, rng)
      const other = labels.map((_, i) => Math.floor(i / classes) % classes)
      expect(codesOf(measurePictures({ images, labels: other }, reals, { step: 1, classes }))).toEqual([
        'LABELS_IGNORED',
      ])
      const mixed = { ...reals, labels: reals.labels.map((_, i) => Math.floor(i / classes) % classes) }
      expect(codesOf(measurePictures({ images, labels }, mixed, { step: 1, classes }))).toEqual(['LABELS_MEANINGLESS'])
    })
  })

  it('of colour and of any size are compared', () => {
    inScope((rng) => {
      const images = (n: number) => ({ images: randn([n, 3, 20, 33], { generator: rng }), labels: null })
      const found = measurePictures(images(8), images(12), { step: 5, classes: 0 })
      expect(found.labels).toBeNull()
      expect(found.spread / found.realSpread).toBeCloseTo(1, 1)
    })
  })
})
