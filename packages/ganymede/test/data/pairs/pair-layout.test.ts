import { describe, expect, it } from 'vitest'
import { layoutPairs, matchFiles, type PairSplit } from '../../../src/data/pairs/pair-layout.js'

/** The layout with names in place of numbers. */
function found(names: readonly string[], split?: PairSplit) {
  const sorted = [...names].sort()
  const layout = layoutPairs(sorted, split)
  const of = (places: readonly number[]) => places.map((at) => sorted[at])
  return layout.kind === 'folders'
    ? { folders: layout.folders, a: of(layout.a), b: of(layout.b), part: layout.part }
    : { files: of(layout.files), part: layout.part }
}

describe('layoutPairs', () => {
  it('takes images of the folder itself, or of train/, as halves side by side', () => {
    expect(found(['1.jpg', 'sub/2.jpg']).files).toEqual(['1.jpg', 'sub/2.jpg'])
    const names = ['set/train/1.jpg', 'set/train/deep/2.jpg', 'set/val/3.jpg', 'set/test/4.jpg']
    expect(found(names).files).toEqual(['set/train/1.jpg', 'set/train/deep/2.jpg'])
    expect(found(names, 'test').files).toEqual(['set/test/4.jpg'])
    expect(found(names, 'val').files).toEqual(['set/val/3.jpg'])
    expect(found(names).part).toMatchObject({ split: 'train', taken: 'train', parts: ['test', 'train', 'val'] })
  })

  it('lets val stand in for a missing test part', () => {
    expect(found(['train/1.jpg', 'val/2.jpg'], 'test').files).toEqual(['val/2.jpg'])
  })

  it.each([
    ['A and B', ['A/1.png', 'B/1.png']],
    ['lower case', ['a/1.png', 'b/1.png']],
    ['parts in the name', ['trainA/1.png', 'trainB/1.png', 'testA/2.png', 'testB/2.png']],
    ['parts in the name, set apart', ['train_A/1.png', 'train_B/1.png']],
    ['parts below', ['A/train/1.png', 'A/test/2.png', 'B/train/1.png', 'B/test/2.png']],
    ['parts above', ['train/A/1.png', 'train/B/1.png', 'val/A/2.png', 'val/B/2.png']],
    ['two other folders', ['horses/1.png', 'zebras/1.png']],
    [
      'two other folders below parts',
      ['train/horses/1.png', 'train/zebras/1.png', 'test/horses/2.png', 'test/zebras/2.png'],
    ],
    [
      'two other folders with parts',
      ['horses/train/1.png', 'horses/test/2.png', 'zebras/train/1.png', 'zebras/test/2.png'],
    ],
    ['a folder around everything', ['set/trainA/1.png', 'set/trainB/1.png']],
  ])('finds two folders: %s', (_, names) => {
    const layout = found(names)
    expect(layout.a).toHaveLength(1)
    expect(layout.b).toHaveLength(1)
    expect(layout.a?.[0]).toMatch(/1\.png$/)
    expect(layout.b?.[0]).toMatch(/1\.png$/)
    expect(layout.a?.[0]).not.toBe(layout.b?.[0])
  })

  it('leaves out folders that belong to neither domain', () => {
    const layout = found(['A/1.png', 'AB/1.png', 'B/1.png'])
    expect(layout.folders).toEqual(['A', 'B'])
    expect(layout.part.others).toEqual({ AB: 1 })
  })

  it('gives nothing for a part that does not exist', () => {
    expect(found(['1.jpg'], 'test').files).toEqual([])
    expect(found(['test/1.jpg']).files).toEqual([])
  })

  it('does not take three folders for two domains', () => {
    expect(found(['cat/1.jpg', 'cow/1.jpg', 'dog/1.jpg']).files).toHaveLength(3)
  })
})

describe('matchFiles', () => {
  const match = (names: string[], a: number[], b: number[]) => matchFiles(names, a, b)

  it('matches by path without ending, below the folders of the domain', () => {
    const names = ['A/x/1.png', 'A/x/2.png', 'B/y/1.jpg', 'B/y/3.jpg']
    expect(match(names, [0, 1], [2, 3])).toEqual({ pairs: [[0, 2]], lonelyA: [1], lonelyB: [3], doubles: [] })
  })

  it('leaves out a letter at the end of names when no name agrees with it', () => {
    const names = ['A/1_A.png', 'A/2_A.png', 'B/1_B.png', 'B/2_B.png']
    expect(match(names, [0, 1], [2, 3]).pairs).toEqual([
      [0, 2],
      [1, 3],
    ])
    expect(match(['A/1f45a.png', 'B/1f45b.png'], [0], [1]).pairs).toEqual([])
  })

  it('tells files that differ only in their ending', () => {
    expect(match(['A/1.jpg', 'A/1.png', 'B/1.png'], [0, 1], [2]).doubles).toEqual([[0, 1]])
  })
})
