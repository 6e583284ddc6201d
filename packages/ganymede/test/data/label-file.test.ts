import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../src/data/check.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { prepareDataset } from '../../src/data/prepare.js'
import { encoded, refusal, temporaryFolder, writeTree, zip } from './fixtures.js'

const root = temporaryFolder()
let made = 0

const png = await encoded('png', { width: 8, height: 8, channels: 1 })
const names = ['00000/img00000000.png', '00000/img00000001.png', '00001/img00001000.png', '00001/img00001001.png']

/** The layout of StyleGAN's tools, as a zip file or a folder. */
function styleGan(form: 'zip' | 'folder', content: unknown, inside = ''): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const files = Object.fromEntries([
    ...names.map((name) => [`${inside}${name}`, png] as const),
    [`${inside}dataset.json`, text] as const,
  ])
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

  it.each([
    ['two equal keys', '{"labels": null, "labels": [["a.png", 0]]}', /the key "labels" stands there twice/],
    ['an image that stands twice', '{"labels": [["a.png", 0], ["./a.png", 1]]}', /the image "a\.png" stands twice/],
  ])('is refused with %s', async (_, content, message) => {
    expect((await refusal(openDataset(styleGan(form, content), { size: 8 }), 'DATA_UNREADABLE')).text).toMatch(message)
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
    ['{"labels": [["a.png", 1', /JSON/],
    [{ labels: { a: 1 } }, /expected a list under "labels", found object/],
    [{ labels: [['a.png', 1], 'b.png'] }, /expected a pair of a file name and a label at place 1/],
    [{ labels: [['a.png', -1]] }, /the label of a\.png is -1; expected a whole number/],
    [{ labels: [['a.png', [0.5, 0.5]]] }, /a list of numbers that names no class/],
    ['['.repeat(100_000), /nested deeper than 200 levels/],
    [`[${'0,'.repeat(2 ** 22)}0]`, /more than 4194304 values/],
  ])('that cannot be understood is refused by name: %.30j', async (content, reason) => {
    const error = await refusal(openDataset(styleGan(form, content), { size: 8 }), 'DATA_UNREADABLE')
    expect(error.message).toMatch(/dataset\.json/)
    expect(error.message).toMatch(reason)
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
