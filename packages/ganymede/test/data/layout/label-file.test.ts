import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../../src/data/check/check.js'
import { readLabels } from '../../../src/data/layout/label-file.js'
import { openDataset } from '../../../src/data/open-dataset.js'
import { prepareDataset } from '../../../src/data/prepare.js'
import { findSystem } from '../../../src/models/registry.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'
import { openTrainingData } from '../../../src/training/feed/open-training-data.js'
import { encoded, refusal, temporaryFolder, writeTree, zip } from '../fixtures.js'

const root = temporaryFolder()
let made = 0

const png = await encoded('png', { width: 8, height: 8, channels: 1 })
const names = ['00000/img00000000.png', '00000/img00000001.png', '00001/img00001000.png', '00001/img00001001.png']

/** The layout of StyleGAN's tools, as a zip file or a folder. */
function styleGan(form: 'zip' | 'folder', content: unknown, inside = ''): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const images = names.map((name) => [`${inside}${name}`, png] as const)
  return written(form, Object.fromEntries([...images, [`${inside}dataset.json`, text] as const]))
}

function written(form: 'zip' | 'folder', files: Readonly<Record<string, Uint8Array | string>>): string {
  const path = join(root, `${made++}${form === 'zip' ? '.zip' : ''}`)
  if (form === 'folder') return writeTree(path, files)
  writeFileSync(path, zip(files))
  return path
}

async function classesOf(path: string, split?: 'train' | 'test') {
  const dataset = await openDataset(path, { size: 8, split })
  const labels = Array.from({ length: dataset.info.count }, (_, index) => dataset.label(index))
  await dataset.close()
  return { classes: dataset.info.classes, labels, notes: dataset.info.notes }
}

const labelled = (...labels: readonly unknown[]) => ({ labels: names.map((name, i) => [name, labels[i]]) })

describe.each(['zip', 'folder'] as const)('dataset.json in a %s', (form) => {
  it('gives each image its label, whatever shard it lies in', async () => {
    const found = await classesOf(styleGan(form, labelled(1, 0, 0, 1)))
    expect(found).toEqual({ classes: ['0', '1'], labels: [1, 0, 0, 1], notes: [] })
    const report = await checkDataset(styleGan(form, labelled(1, 0, 0, 1)))
    expect(report.classes).toEqual([
      { name: '0', count: 2 },
      { name: '1', count: 2 },
    ])
    expect(report.ignored).toEqual([])
  })

  it('orders classes by their numbers, and takes one-hot lists for them', async () => {
    expect(await classesOf(styleGan(form, labelled(10, 9, 9, 10)))).toMatchObject({
      classes: ['9', '10'],
      labels: [1, 0, 0, 1],
    })
    const lists = labelled([0, 0, 1], [1, 0, 0], [1, 0, 0], [0, 0, 1])
    expect(await classesOf(styleGan(form, lists))).toMatchObject({ classes: ['0', '2'], labels: [1, 0, 0, 1] })
  })

  it('says that there are no classes with null labels, and never takes shards for them', async () => {
    const none = { classes: null, labels: [null, null, null, null], notes: [] }
    expect(await classesOf(styleGan(form, { labels: null }))).toEqual(none)
    expect(await classesOf(styleGan(form, labelled(null, null, null, null)))).toEqual(none)
    expect((await classesOf(styleGan(form, { made_by: 'somebody' }))).classes).toBeNull()
  })

  it('uses no labels, and says so, where some images have none', async () => {
    const found = await classesOf(styleGan(form, labelled(1, 0, null, 1)))
    expect(found.classes).toBeNull()
    expect(found.notes).toEqual(['1 of 4 images have no label in dataset.json; the labels of the others are not used'])
  })

  it('is found below a folder that holds everything, and with a byte order mark', async () => {
    const path = styleGan(form, `\ufeff${JSON.stringify(labelled(1, 0, 0, 1))}`, 'faces/')
    expect(await classesOf(path)).toMatchObject({ classes: ['0', '1'], labels: [1, 0, 0, 1] })
  })

  it.each([
    ['no JSON', '{"labels": [["a.png", 1', /JSON/],
    ['JSON lines', '{"labels": null}\n{"labels": null}', /after JSON/],
    ['settings of another tool', { labels: { 0: 'background' } }, /expected a list under "labels", found object/],
    ['names of classes', { labels: ['cat', 'dog'] }, /expected a pair of a file name and a label at place 0/],
    ['labels of other images', { labels: [['a.png', 1]] }, /it names none of the images/],
    ['cameras', labelled([0.5, 1], [1, 0.5], [0, 0], [3, 4]), /a list of numbers that names no class/],
    ['a negative label', labelled(1, -1, 0, 1), /the label of \S+1\.png is -1; expected a whole number/],
    ['an image without a label', { labels: [[names[0], 1], names[1]] }, /a pair of a file name and a label at place 1/],
    [
      'an image twice',
      {
        labels: [
          [names[0], 1],
          [names[0], 0],
        ],
      },
      /0\.png stands there twice, with different labels/,
    ],
    ['a key twice', '{"labels": null, "labels": []}', /the key "labels" stands there twice/],
    [
      'a key twice, far from its colon',
      `{"labels": null, "labels"${' '.repeat(99)}${'\t\n'.repeat(1000)}: []}`,
      /the key "labels" stands there twice/,
    ],
    ['depth', '['.repeat(100_000), /nested deeper than 200 levels/],
    ['too many values', `[${'0,'.repeat(2 ** 22)}0]`, /more than 4194304 values/],
  ])('with %s is not used, which a note says and classes are refused for', async (_what, content, reason) => {
    const path = styleGan(form, content)
    const { classes, notes } = await classesOf(path)
    expect(classes).toBeNull()
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/^labels in dataset\.json are not used: /)
    expect(notes[0]).toMatch(reason)
    expect((await checkDataset(path)).notes).toEqual(notes)
    const system = findSystem('cgan')
    const { options } = resolveOptions(system, { sets: [`data.path=${path}`] })
    expect((await refusal(openTrainingData(system, options), 'LABELS_MISSING')).text).toMatch(reason)
  })

  it('of another tool leaves folders of classes as they are, and its own say that they are not looked at', async () => {
    const tree = { 'cat/1.png': png, 'dog/2.png': png }
    const folders = { classes: ['cat', 'dog'], labels: [0, 1] }
    expect(await classesOf(written(form, { ...tree, 'dataset.json': '{"labels": ["cat", "dog"]}' }))).toMatchObject(
      folders,
    )
    expect(await classesOf(written(form, { ...tree, 'cat/dataset.json': '{"labels": null}' }))).toEqual({
      ...folders,
      notes: ['1 of 2 images lie outside of the folders with dataset.json, whose labels are not used'],
    })
    const text = JSON.stringify({
      labels: [
        ['cat/1.png', 1],
        ['dog/2.png', 0],
      ],
    })
    expect(await classesOf(written(form, { ...tree, 'dataset.json': text }))).toEqual({
      classes: ['0', '1'],
      labels: [1, 0],
      notes: ['dataset.json gives the classes; the folders cat, dog mean nothing'],
    })
    expect(await classesOf(written(form, { ...tree, 'dataset.json': '{"labels": null}' }))).toEqual({
      classes: null,
      labels: [null, null],
      notes: ['dataset.json gives no classes; the folders cat, dog are not taken for classes'],
    })
  })

  it('speaks for images by the innermost folder that has one', async () => {
    const text = (name: string, label: number) => JSON.stringify({ labels: [[name, label]] })
    const tree = {
      'a/1.png': png,
      'b/c/2.png': png,
      'b/dataset.json': text('c/2.png', 3),
      'a/dataset.json': text('1.png', 2),
    }
    expect(await classesOf(written(form, tree))).toMatchObject({ classes: ['2', '3'], labels: [0, 1] })
    const outer = JSON.stringify({
      labels: [
        ['a/1.png', 7],
        ['b/c/2.png', 8],
      ],
    })
    expect(await classesOf(written(form, { ...tree, 'dataset.json': outer }))).toMatchObject({ classes: ['2', '3'] })
    const { labels } = await classesOf(
      written(form, { ...tree, 'dataset.json': outer, 'a/dataset.json': text('x.png', 2) }),
    )
    expect(labels).toEqual([1, 0])
  })

  it('is not read where nobody asks for classes', async () => {
    const path = styleGan(form, '{')
    const report = await checkDataset(path, { pairs: 'edges' })
    expect(report.notes.join()).not.toMatch(/labels/)
  })

  it('changes no fingerprint where there are no labels, and says so of prepared images too', async () => {
    const tree = { 'cat/1.png': png, 'dog/2.png': png }
    const print = async (files: Readonly<Record<string, Uint8Array | string>>) => {
      const dataset = await openDataset(written(form, files), { size: 8 })
      await dataset.close()
      return dataset.info.fingerprint
    }
    expect(await print({ ...tree, 'dataset.json': '{"labels": null}' })).toBe(await print(tree))
    const prepared = join(root, `prepared-${made++}`)
    await prepareDataset(written(form, { ...tree, 'dataset.json': '{"labels": null}' }), prepared, { size: 4 })
    expect(readFileSync(join(prepared, 'dataset.json'), 'utf8')).toBe('{"labels":null}\n')
    expect((await classesOf(prepared)).classes).toBeNull()
  })

  it('keeps its labels when the data are prepared, and changes the fingerprint when a label changes', async () => {
    const path = styleGan(form, labelled(1, 0, 0, 1))
    const prepared = join(root, `prepared-${made++}`)
    await prepareDataset(path, prepared, { size: 4 })
    expect(await classesOf(prepared)).toMatchObject({ classes: ['0', '1'], labels: [1, 0, 0, 1] })
    const fingerprints = await Promise.all(
      [path, styleGan(form, labelled(1, 1, 0, 1))].map(async (place) => {
        const dataset = await openDataset(place, { size: 8 })
        await dataset.close()
        return dataset.info.fingerprint
      }),
    )
    expect(fingerprints[0]).not.toBe(fingerprints[1])
  })
})

it('looks at each image once, however many files of labels there are, and at no more than 64 of these', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => String(i).padStart(5, '0'))
  const files = (folders: readonly string[]) =>
    folders.map((folder) => ({
      name: `${folder}/dataset.json`,
      read: () => Promise.resolve(Buffer.from('{"labels":null}')),
    }))
  const images = many(30_000).map((folder) => `${folder}/1.png`)
  expect(await readLabels(files(many(30_000)), images)).toMatchObject({
    labels: null,
    notes: ['30 000 files are called dataset.json: their labels are not used, because they are more than 64'],
  })
  expect((await readLabels(files(many(64)), images)).labels?.size).toBe(64)
})
