import { describe, expect, it } from 'vitest'
import { compareNames } from '../../../src/data/encoded-source.js'
import { layoutFiles } from '../../../src/data/layout/file-layout.js'

describe('layoutFiles', () => {
  it('gives no classes to files that lie flat, or beside folders', () => {
    expect(layoutFiles(['1.png', '2.png'])).toMatchObject({ chosen: [0, 1], classes: null, labels: null, split: null })
    expect(layoutFiles(['a/1.png', 'b/2.png', '3.png'])).toMatchObject({ classes: null, labels: null })
  })

  it('takes each folder for a class when there are only folders', () => {
    expect(layoutFiles(['cat/1.png', 'cat/deep/er/2.png', 'dog/1.png'])).toMatchObject({
      chosen: [0, 1, 2],
      classes: ['cat', 'dog'],
      labels: [0, 0, 1],
    })
  })

  it('passes through folders that hold everything', () => {
    expect(layoutFiles(['set/images/cat/1.png', 'set/images/dog/1.png'])).toMatchObject({ classes: ['cat', 'dog'] })
    expect(layoutFiles(['set/images/1.png', 'set/images/2.png'])).toMatchObject({ chosen: [0, 1], classes: null })
  })

  const divided = [
    'test/cat/1.png',
    'test/dog/2.png',
    'train/cat/3.png',
    'train/dog/4.png',
    'train/emu/5.png',
    'val/cat/6.png',
  ]

  it('takes train/ by default and test/ when asked, each with its classes', () => {
    expect(layoutFiles(divided)).toEqual({
      chosen: [2, 3, 4],
      classes: ['cat', 'dog', 'emu'],
      labels: [0, 1, 2],
      split: 'train',
      divisions: ['test', 'train', 'val'],
      notes: ['takes train; leaves out test, val'],
      classNotes: ['only test, train has images of the class dog', 'only train has images of the class emu'],
    })
    expect(layoutFiles(divided, 'test')).toMatchObject({
      chosen: [0, 1],
      split: 'test',
      classes: ['cat', 'dog', 'emu'],
      labels: [0, 1],
    })
  })

  it('takes val/ for a missing test/', () => {
    expect(layoutFiles(['train/1.png', 'val/2.png'], 'test')).toMatchObject({ chosen: [1], split: 'test' })
  })

  it('takes the domains of unpaired sets together, as classes', () => {
    const names = ['testA/1.png', 'testB/2.png', 'trainA/3.png', 'trainB/4.png']
    expect(layoutFiles(names)).toMatchObject({ chosen: [2, 3], classes: ['trainA', 'trainB'], labels: [0, 1] })
    expect(layoutFiles(names, 'test')).toMatchObject({ chosen: [0, 1], classes: ['trainA', 'trainB'], labels: [0, 1] })
  })

  it('numbers classes as the training part does, and names those that not every part has', () => {
    const names = ['test/a/1.png', 'test/c/2.png', 'train/a/3.png', 'train/b/4.png', 'train/c/5.png']
    const classNotes = ['only train has images of the class b']
    expect(layoutFiles(names)).toMatchObject({ classes: ['a', 'b', 'c'], labels: [0, 1, 2], classNotes })
    expect(layoutFiles(names, 'test')).toMatchObject({ classes: ['a', 'b', 'c'], labels: [0, 2], classNotes })
  })

  it('knows a class that is the only one of its part, and one that only the test part has', () => {
    const single = ['test/set/c/2.png', 'train/set/a/3.png', 'train/set/c/5.png']
    expect(layoutFiles(single, 'test')).toMatchObject({ classes: ['a', 'c'], labels: [1] })
  })

  it('numbers the classes of the training part as if it lay alone, and those of other parts behind them', () => {
    const names = ['test/a/1.png', 'test/aa/2.png', 'train/a/3.png', 'train/b/4.png', 'val/a/5.png', 'val/ab/6.png']
    const classNotes = [
      'only train has images of the class b',
      'only test has images of the class aa',
      'only val has images of the class ab',
    ]
    expect(layoutFiles(names)).toMatchObject({ classes: ['a', 'b'], labels: [0, 1], classNotes })
    expect(layoutFiles(names, 'test')).toMatchObject({ classes: ['a', 'b', 'aa', 'ab'], labels: [0, 2], classNotes })
    // A folder of the test part that has the name of one further inside, and a wrapper with the name of a class.
    const nested = ['test/a/1.png', 'test/b/2.png', 'train/a/p/3.png', 'train/a/q/4.png']
    expect(layoutFiles(nested)).toMatchObject({ classes: ['p', 'q'], labels: [0, 1] })
    const wrapped = ['test/a/a/1.png', 'test/a/b/2.png', 'train/a/a/3.png', 'train/a/b/4.png']
    expect(layoutFiles(wrapped, 'test')).toMatchObject({ classes: ['a', 'b'], labels: [0, 1] })
  })

  it('gives the numbers that classes had in runs of 188e5d9', () => {
    // Printed by layoutFiles of that commit. A space, "-" and "." come before the "/" behind a shorter name.
    const old = ['1.5/1.png', '1/2.png', 'cat (wild)/3.png', 'cat-big/4.png', 'cat/5.png'].sort(compareNames)
    expect(layoutFiles(old)).toMatchObject({
      classes: ['1.5', '1', 'cat (wild)', 'cat-big', 'cat'],
      labels: [0, 1, 2, 3, 4],
    })
    const divided = [...old.map((name) => `train/${name}`), 'test/cat/1.png', 'test/dog/1.png'].sort(compareNames)
    expect(layoutFiles(divided).classes).toEqual(['1.5', '1', 'cat (wild)', 'cat-big', 'cat'])
  })

  it('numbers the labels of files as the training part does', () => {
    const labels = new Map([
      ['test/1.png', '0'],
      ['test/2.png', '3'],
      ['train/3.png', '3'],
      ['train/4.png', '5'],
    ])
    const names = [...labels.keys()]
    const classNotes = ['training has no images of the class 0']
    expect(layoutFiles(names, 'train', labels)).toMatchObject({ classes: ['3', '5'], labels: [0, 1], classNotes })
    expect(layoutFiles(names, 'test', labels)).toMatchObject({ classes: ['3', '5', '0'], labels: [2, 0], classNotes })
  })

  it('takes as many steps for each class when there are many that only one part has', () => {
    const names = Array.from(
      { length: 100_000 },
      (_, i) => `${i % 2 === 0 ? 'test' : 'train'}/c${String(i).padStart(6, '0')}/1.png`,
    )
    const { classes, classNotes } = layoutFiles(names.sort(compareNames))
    expect(classes).toHaveLength(50_000)
    expect(classNotes).toHaveLength(2)
  })

  it('never takes shards for classes', () => {
    const styleGan = ['00000/img00000000.png', '00000/img00000999.png', '00001/img00001000.png']
    expect(layoutFiles(styleGan)).toMatchObject({ chosen: [0, 1, 2], classes: null })
    expect(layoutFiles(['faces/00000/00003.png', 'faces/01000/01003.png'])).toMatchObject({ classes: null })
    // The traffic signs of GTSRB have such numbers for names.
    const signs = ['00000/00000_00000.ppm', '00001/00000_00000.ppm']
    expect(layoutFiles(signs)).toMatchObject({ classes: ['00000', '00001'] })
    expect(layoutFiles(['0/000000.png', '1/001000.png'])).toMatchObject({ classes: ['0', '1'] })
  })

  it('does not take classes for a division because one of them is called test', () => {
    expect(layoutFiles(['apple/1.png', 'test/2.png'])).toMatchObject({ classes: ['apple', 'test'], split: null })
  })

  it('chooses nothing when the part asked for does not exist', () => {
    expect(layoutFiles(['1.png', '2.png'], 'test').chosen).toEqual([])
    expect(layoutFiles(['train/1.png'], 'test').chosen).toEqual([])
    expect(layoutFiles([], 'train').chosen).toEqual([])
  })
})
