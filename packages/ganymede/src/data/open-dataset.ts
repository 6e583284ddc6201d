/** One way in for every kind of data set: a path or a built-in name says what it is by itself. */

import { open, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { GanymedeError, requireObject } from '@ganymede/core'
import type { Dataset, OpenDatasetOptions } from './dataset.js'
import { openEncodedDataset } from './encoded-dataset.js'
import { findCifarBatches, isCifarName, openCifarFile, openCifarFolder } from './formats/cifar.js'
import { findIdxImages, looksLikeIdx, openIdxFile, openIdxFolder } from './formats/idx.js'
import { listImageFolder, singleImage } from './formats/image-folder.js'
import { describeHead, imageFormats, sniffFormat } from './formats/image-format.js'
import { openZip } from './formats/zip-source.js'
import { isBuiltinReference, openGlyphs } from './glyphs/synthetic-glyphs.js'
import { layoutFiles } from './layout/file-layout.js'
import type { FileLabels } from './layout/label-file.js'

/** What a reference to data turned out to be. */
export type DataPlace =
  | { readonly kind: 'glyphs' }
  | { readonly kind: 'idx-folder' | 'cifar-folder'; readonly path: string; readonly names: readonly string[] }
  | { readonly kind: 'idx-file' | 'cifar-file' | 'zip' | 'image' | 'folder'; readonly path: string }

// Where torchvision and the archives of the data sets themselves put the files below the folder that people name.
const USUAL_PLACES = ['', 'raw', 'MNIST/raw', 'FashionMNIST/raw', 'cifar-10-batches-bin']
const HEAD_BYTES = 64

/**
 * Opens a data set of images at one size.
 *
 * @param ref  a folder of images (flat, nested, one folder per class, train/ and test/), a folder with MNIST-like IDX
 *   files or CIFAR-10 batches, one such file, a zip of images, a single image, or `builtin:glyphs` (with
 *   `?set=digits|letters|all&count=…&seed=…&size=…`)
 * @throws GanymedeError `DATA_NOT_FOUND`, `DATA_EMPTY` or `DATA_UNREADABLE`, each with what was looked for
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @example
 * const dataset = await openDataset('photos', { size: 64, flip: true })
 */
export async function openDataset(ref: string, options: OpenDatasetOptions): Promise<Dataset> {
  requireObject('openDataset', options, ['size'])
  const place = await placeOf(ref)
  const { split, signal, onProgress } = options
  const choose = (names: readonly string[], labels: FileLabels | null) => layoutFiles(names, split, labels).chosen
  const listing = { choose, hasClasses: true, signal, onProgress }
  switch (place.kind) {
    case 'glyphs':
      return openGlyphs(ref, options)
    case 'idx-folder':
      return openIdxFolder(place.path, place.names, options)
    case 'idx-file':
      return openIdxFile(place.path, options)
    case 'cifar-folder':
      return openCifarFolder(place.path, place.names, options)
    case 'cifar-file':
      return openCifarFile(place.path, options)
    case 'zip':
      return openEncodedDataset(await openZip(place.path, listing), options)
    case 'image':
      return openEncodedDataset(singleImage(place.path), options)
    case 'folder':
      onProgress?.({ phase: 'list', done: 0, total: 0 })
      return openEncodedDataset(await listImageFolder(place.path, listing), options)
  }
}

/**
 * Finds out what a reference is, from names and first bytes.
 *
 * @throws GanymedeError `DATA_NOT_FOUND` when nothing is there, `DATA_UNREADABLE` for a file of no known kind
 */
export async function placeOf(ref: string): Promise<DataPlace> {
  if (isBuiltinReference(ref)) return { kind: 'glyphs' }
  const path = resolve(ref)
  const found = await stat(path).catch(() => null)
  if (found === null) {
    throw new GanymedeError('DATA_NOT_FOUND', `there is no data set at ${path}`, {
      lines: await neighbours(path),
      remedy: 'Check the path, or use builtin:glyphs, which needs no files.',
    })
  }
  if (found.isDirectory()) return placeOfFolder(path)
  if (found.isFile()) return placeOfFile(path)
  throw new GanymedeError('DATA_UNREADABLE', `${path} is neither a file nor a folder`, {
    lines: ['Found: a pipe, a socket or a device, which may never end'],
    remedy: 'Name a folder or a file.',
  })
}

async function placeOfFolder(path: string): Promise<DataPlace> {
  for (const below of USUAL_PLACES) {
    const folder = join(path, below)
    if (!(await stat(folder).catch(() => null))?.isDirectory()) continue
    const images = await findIdxImages(folder)
    if (images.length > 0) return { kind: 'idx-folder', path: folder, names: images }
    const batches = await findCifarBatches(folder)
    if (batches.length > 0) return { kind: 'cifar-folder', path: folder, names: batches }
  }
  const names = await readdir(path)
  const isFile = async (name: string) => (await stat(join(path, name)).catch(() => null))?.isFile() === true
  if (names.includes('data_batch_1') && names.includes('test_batch') && (await isFile('data_batch_1'))) {
    throw new GanymedeError('DATA_UNREADABLE', `${path} holds the Python version of CIFAR-10, which is pickled code`, {
      remedy: 'Get the binary version (cifar-10-binary.tar.gz), which is plain bytes.',
    })
  }
  return { kind: 'folder', path }
}

async function placeOfFile(path: string): Promise<DataPlace> {
  const head = await readHead(path)
  const name = path.slice(path.search(/[^\\/]*$/))
  if (head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))) {
    return { kind: 'zip', path }
  }
  if (looksLikeIdx(name, head)) return { kind: 'idx-file', path }
  if (isCifarName(name)) return { kind: 'cifar-file', path }
  if (sniffFormat(head) !== null) return { kind: 'image', path }
  if (/\.zip$/i.test(name)) return { kind: 'zip', path } // its own reader says what is wrong with it
  throw new GanymedeError('DATA_UNREADABLE', `${path} is not a data set: ${describeHead(head)}`, {
    lines: [`Looked for: a zip of images, an IDX file, a CIFAR-10 batch, a ${imageFormats} image`],
    remedy: 'Name a folder, or one of these files.',
  })
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What is there in the nearest folder that exists, as a hint for mistyped paths. */
async function neighbours(path: string): Promise<string[]> {
  const parent = resolve(path, '..')
  const names = await readdir(parent).catch(() => null)
  if (names === null) return parent === path ? [] : neighbours(parent)
  const visible = names.filter((name) => !name.startsWith('.')).sort()
  const more = visible.length > 12 ? `, … (${visible.length} entries)` : ''
  return [`Looked in: ${parent}`, `Found there: ${visible.slice(0, 12).join(', ') || 'nothing'}${more}`]
}
