import { errorCatalogue } from '@ganymede/core'
import { describe, expect, it } from 'vitest'
import {
  describeHead,
  formatOfName,
  ignoredBecause,
  imageFormats,
  sniffFormat,
} from '../../../src/data/formats/image-format.js'
import { encoded } from '../fixtures.js'

describe('formatOfName', () => {
  it.each([
    ['a.jpg', 'jpeg'],
    ['A.JPEG', 'jpeg'],
    ['x/y.z/b.PnG', 'png'],
    ['b.tar.webp', 'webp'],
    ['c.tif', 'tiff'],
    ['c.avif', 'avif'],
    ['notes.txt', null],
    ['png', null],
    ['x.png/readme', null],
    ['.jpg', null],
  ])('takes %s for %s', (name, format) => {
    expect(formatOfName(name)).toBe(format)
  })
})

describe('ignoredBecause', () => {
  it.each([
    ['.hidden.png', 'hidden'],
    ['.git/a.png', 'hidden'],
    ['__MACOSX/._a.png', 'hidden'],
    ['__MACOSX/a.png', 'archive leftovers of macOS'],
    ['x/Thumbs.db', 'thumbnails or settings of the file manager'],
    ['x/desktop.ini', 'thumbnails or settings of the file manager'],
    ['a.heic', '.heic is not an image format that is read'],
    ['a.svg', '.svg is not an image format that is read'],
    ['README', 'no ending that names an image format'],
    ['good.png', null],
  ])('says why %s is left alone: %s', (name, reason) => {
    expect(ignoredBecause(name)).toBe(reason)
  })
})

describe('sniffFormat', () => {
  it.each(['png', 'jpeg', 'webp', 'tiff', 'gif', 'avif'] as const)('knows %s by its first bytes', async (format) => {
    expect(sniffFormat(await encoded(format))).toBe(format)
  })

  it.each([
    ['', 'the file is empty (0 bytes)'],
    ['<!DOCTYPE html><html>', 'a web page, not an image'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'not an image: the file begins with "<svg xmlns=\\"http://www.w"'],
    ['hello', 'not an image: the file begins with "hello"'],
    ['\0'.repeat(64), 'not an image: the file begins with zeros'],
    ['BM\x01\xff', 'not an image format that is read: the file begins with 42 4d 01 c3 bf'],
  ])('says what %j looks like instead', (text, description) => {
    const head = Buffer.from(text)
    expect(sniffFormat(head)).toBeNull()
    expect(describeHead(head)).toBe(description)
  })
})

it('names the same formats in the catalogue of errors', () => {
  expect(errorCatalogue.DATA_EMPTY.remedy).toContain(`${imageFormats} images`)
})
