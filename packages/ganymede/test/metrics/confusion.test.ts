import { scope } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { ConfusionMatrix } from '../../src/metrics/confusion.js'
import { loadGolden, sharedPath } from '../fixtures/golden.js'

interface Reference {
  readonly mean_pixel_acc: number
  readonly mean_class_acc: number
  readonly mean_class_iou: number
  readonly per_class_acc: readonly number[]
  readonly per_class_iou: readonly number[]
}

describe.skipIf(sharedPath('golden/pix2pix/fcn_score.json') === null)('label scores beside the authors’', () => {
  it('count and score as the evaluation of Cityscapes does, with void and a class that is nowhere', () => {
    scope(() => {
      const { tensors, about } = loadGolden('pix2pix/fcn_score')
      const expected = about as unknown as Reference
      const matrix = new ConfusionMatrix(19)
      const label = tensors.get('label')!.floats()
      expect(label).toContain(255)
      matrix.add(label, tensors.get('pred')!.floats())
      expect([...matrix.counts]).toEqual([...tensors.get('hist')!.contiguous().floats()])
      const found = matrix.scores()
      expect(found.pixelAccuracy).toBeCloseTo(expected.mean_pixel_acc, 12)
      expect(found.classAccuracy).toBeCloseTo(expected.mean_class_acc, 12)
      expect(found.iou).toBeCloseTo(expected.mean_class_iou, 12)
      found.perClass.forEach(({ accuracy, iou }, i) => {
        expect(accuracy).toBeCloseTo(expected.per_class_acc[i]!, 12)
        expect(iou).toBeCloseTo(expected.per_class_iou[i]!, 12)
      })
    })
  })
})

describe('label scores', () => {
  it('are what can be counted by hand', () => {
    const matrix = new ConfusionMatrix(2)
    matrix.add([0, 0, 0, 1, 255], [0, 0, 1, 1, 9])
    expect([...matrix.counts]).toEqual([2, 1, 0, 1])
    const { pixelAccuracy, classAccuracy, iou } = matrix.scores()
    expect(pixelAccuracy).toBeCloseTo(3 / 4, 9)
    expect(classAccuracy).toBeCloseTo((2 / 3 + 1) / 2, 9)
    expect(iou).toBeCloseTo((2 / 3 + 1 / 2) / 2, 9)
    const sum = new ConfusionMatrix(2)
    sum.addCounts(matrix.counts)
    sum.addCounts(matrix.counts)
    expect([...sum.counts]).toEqual([4, 2, 0, 2])
    expect(sum.scores().iou).toBeCloseTo(iou, 9)
  })

  it('are zero of nothing, and refuse what fits nowhere', () => {
    expect(new ConfusionMatrix(3).scores()).toMatchObject({ pixelAccuracy: 0, classAccuracy: 0, iou: 0 })
    expect(() => new ConfusionMatrix(0)).toThrow(/1 to 255, got 0/)
    expect(() => new ConfusionMatrix(256)).toThrow(/got 256/)
    const matrix = new ConfusionMatrix(2)
    expect(() => matrix.add([0], [0, 1])).toThrow(/2 predicted pixels for 1/)
    expect(() => matrix.add([0], [2])).toThrow(/label 2 of pixel 0/)
    expect(() => matrix.add([0], [0.5])).toThrow(/label 0.5/)
  })
})
