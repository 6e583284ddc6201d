import sharp from 'sharp'
import { expect, test } from 'vitest'
import { picture } from '../../../../test/setup/pictures.js'
import { addPngText, readPngHeader, readPngText } from '../../src/sheets/png-chunks.js'
import { encodePng } from '../../src/sheets/sheet.js'

test('adds texts that sharp and we can read, without touching the pixels', async () => {
  const png = await encodePng(picture(5, 3, 3))
  const texts = { ganymede: '{"view":"größe → 写真"}', Software: 'Ganymede' }
  const added = addPngText(png, texts)
  expect(Object.fromEntries(readPngText(added))).toMatchObject(texts)
  const pixels = await sharp(added).raw().toBuffer()
  expect([...pixels]).toEqual([...picture(5, 3, 3).data])
  const { comments } = await sharp(added).metadata()
  expect(comments).toContainEqual({ keyword: 'Software', text: 'Ganymede' })
})

test.each([
  [1, 'grey'],
  [3, 'RGB'],
] as const)('tells size and %i channel(s) of a %s picture', async (channels, _) => {
  expect(readPngHeader(await encodePng(picture(5, 3, channels)))).toEqual({ width: 5, height: 3, channels })
})

test('reads a file that is still being written up to its pixels', async () => {
  const png = addPngText(await encodePng(picture(50, 30, 3)), { a: 'b' })
  expect(readPngText(png.subarray(0, png.byteLength - 100)).get('a')).toBe('b')
})

test('refuses what is no PNG, cut off or damaged', async () => {
  const png = addPngText(await encodePng(picture(5, 3, 1)), { keyword: 'text' })
  expect(() => readPngHeader(Buffer.from('JFIF'))).toThrow(/not a PNG/)
  expect(() => readPngHeader(png.subarray(0, 20))).toThrow(/cut off/)
  const damaged = Buffer.from(png)
  damaged[45] = (damaged[45] ?? 0) ^ 1
  expect(() => readPngText(damaged)).toThrow(/damaged/)
  const hugeLength = Buffer.from(png)
  hugeLength.writeUInt32BE(0xffffffff, 33)
  expect(() => readPngText(hugeLength)).toThrow(/cut off/)
})

test.each(['', ' a', 'a ', 'ä', 'x'.repeat(80)])('refuses the keyword %j', async (keyword) => {
  const png = await encodePng(picture(2, 2, 1))
  expect(() => addPngText(png, { [keyword]: 'text' })).toThrow(/keyword/)
})
