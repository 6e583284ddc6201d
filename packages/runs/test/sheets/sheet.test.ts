import sharp from 'sharp'
import { expect, test } from 'vitest'
import { picture } from '../../../../test/setup/pictures.js'
import { addPngText } from '../../src/sheets/png-chunks.js'
import { composeSheet, encodePng, readSheet, readSheetCell } from '../../src/sheets/sheet.js'

const about = { run: '0007-dcgan-photos', step: 1000, view: 'fixed' }

test.each([1, 3] as const)('shows every pixel of every picture, with %i channel(s)', async (channels) => {
  const pictures = [0, 1, 2, 3, 4].map((seed) => picture(7, 5, channels, seed))
  const png = await composeSheet(pictures, about)
  expect((await sharp(png).metadata()).channels).toBe(channels)
  for (const [index, original] of pictures.entries()) {
    const cell = await readSheetCell(png, index)
    expect({ ...cell, data: [...cell.data] }).toEqual({ ...original, data: [...original.data] })
  }
})

test('tells in its metadata what each cell is', async () => {
  const seeds = [7, 8, 9]
  const labels = ['cat', 'dog', 2]
  const png = await composeSheet(
    [0, 1, 2].map((seed) => picture(8, 8, 3, seed)),
    { ...about, seeds, labels, columns: 2 },
  )
  expect(readSheet(png)).toEqual({
    width: 2 + 2 * 10,
    height: 2 + 2 * 10,
    metadata: {
      format: 1,
      ...about,
      layout: { count: 3, rows: 2, columns: 2, cellWidth: 8, cellHeight: 8, padding: 2, scale: 1, seeds, labels },
    },
  })
})

test('gives the same bytes for the same pictures', async () => {
  const sheet = () =>
    composeSheet(
      [0, 1, 2, 3].map((seed) => picture(28, 28, 1, seed)),
      about,
    )
  expect(Buffer.compare(Buffer.from(await sheet()), Buffer.from(await sheet()))).toBe(0)
})

test('reduces only what is larger than 256 pixels or too much for 4096', async () => {
  const large = await composeSheet([picture(512, 300, 3)], about)
  expect(readSheet(large).metadata.layout).toMatchObject({ cellWidth: 256, cellHeight: 150, scale: 0.5 })
  const many = await composeSheet(
    Array.from({ length: 40 }, () => picture(128, 8, 1)),
    { ...about, columns: 40 },
  )
  const { width, height, metadata } = readSheet(many)
  expect(Math.max(width, height)).toBeLessThanOrEqual(4096)
  expect(metadata.layout).toMatchObject({ columns: 40, rows: 1, cellWidth: 100, cellHeight: 6 })
})

test('is nearly square also when its cells are not', async () => {
  const { layout } = readSheet(
    await composeSheet(
      Array.from({ length: 8 }, () => picture(64, 16, 1)),
      about,
    ),
  ).metadata
  expect([layout.columns, layout.rows]).toEqual([2, 4])
})

test('refuses pictures that do not belong on one sheet', async () => {
  await expect(composeSheet([], about)).rejects.toThrow(/at least one/)
  await expect(composeSheet([picture(8, 8, 1), picture(8, 9, 1)], about)).rejects.toThrow(/8×8×1 and 9×8×1/)
  await expect(composeSheet([{ ...picture(8, 8, 1), data: new Uint8Array(5) }], about)).rejects.toThrow(/5 bytes/)
  await expect(composeSheet([picture(8, 8, 1)], { ...about, seeds: [1, 2] })).rejects.toThrow(/seeds/)
  await expect(
    composeSheet(
      Array.from({ length: 3000 }, () => picture(4, 4, 1)),
      { ...about, columns: 1 },
    ),
  ).rejects.toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
})

test('refuses what is no sheet, and a layout that lies', async () => {
  const plain = await encodePng(picture(20, 20, 3))
  const sheet = (metadata: unknown) => () =>
    readSheet(addPngText(plain, { ganymede: JSON.stringify(metadata) }), 'samples/step-000100.png')
  const layout = { count: 1, rows: 1, columns: 1, cellWidth: 16, cellHeight: 16, padding: 2, scale: 1 }
  expect(sheet({ format: 1, ...about, layout })().metadata.layout.count).toBe(1)
  const invalid = expect.objectContaining({ code: 'RUN_INVALID' })
  expect(() => readSheet(Buffer.from('text'))).toThrow(invalid)
  expect(() => readSheet(plain, 'a.png')).toThrow(/a\.png .*no metadata/)
  expect(sheet({ format: 1 })).toThrow(/samples\/step-000100\.png .*not understood/)
  expect(sheet({ format: 1, ...about, layout: { ...layout, columns: 200 } })).toThrow(/does not fit its size/)
  expect(sheet({ format: 1, ...about, layout: { ...layout, count: 2 } })).toThrow(/does not fit/)
  expect(() => readSheet(addPngText(plain, { ganymede: '{' }))).toThrow(/not JSON/)
  await expect(readSheetCell(await composeSheet([picture(8, 8, 1)], about), 1)).rejects.toThrow(RangeError)
})
