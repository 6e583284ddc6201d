/**
 * IDX, the format of MNIST and its relatives: big-endian header `00 00 type rank`, one 32-bit length per dimension, then
 * the values; often gzipped. http://yann.lecun.com/exdb/mnist/
 */

import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { constants, gunzip, gunzipSync } from 'node:zlib'
import { GanymedeError } from '@ganymede/core'
import { formatError, reasonOf } from '../bad-files.js'
import { type DataSplit, type Dataset, nameOfPath, type OpenDatasetOptions } from '../dataset.js'
import { fingerprintOf } from '../fingerprint.js'
import { baseOf, filesNamed } from '../layout/named-files.js'
import { rawDataset } from '../raw-dataset.js'
import { requirePlausible } from './unpacked-size.js'

const UINT8 = 0x08
const MAX_FILE_BYTES = 2 ** 32 - 1
const MAX_IMAGE_SIDE = 16_384
const HEAD_PACKED_BYTES = 512
const typeNames: Readonly<Record<number, string>> = {
  8: 'uint8',
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
}

const IMAGES_FILE = /^(.*?)[-_.]?images?[-_.]idx[34]-ubyte(\.gz)?$/i
const unpack = promisify(gunzip)

interface IdxArray {
  readonly dims: readonly number[]
  readonly values: Uint8Array
}

/**
 * Reads an IDX file of bytes, gzipped or not.
 *
 * The size that the header claims is checked against the length of the file before anything is allocated.
 *
 * @param rank  how many dimensions are expected; any of these
 * @throws GanymedeError `DATA_UNREADABLE` with what was expected and found
 */
async function readIdx(path: string, rank: readonly number[]): Promise<IdxArray> {
  const { size } = await stat(path)
  if (size > MAX_FILE_BYTES) throw formatError(path, `${size} bytes are more than the limit of ${MAX_FILE_BYTES}`)
  const file = await readFile(path)
  const isPacked = file[0] === 0x1f && file[1] === 0x8b
  if (path.toLowerCase().endsWith('.gz') && !isPacked && !(file[0] === 0 && file[1] === 0)) {
    throw formatError(path, 'not a gzip file', [`expected the first bytes 1f 8b, found ${hex(file.subarray(0, 2))}`])
  }
  const head = isPacked ? unpackHead(path, file) : file
  const dims = parseHeader(path, head, rank)
  const headerBytes = 4 + 4 * dims.length
  const expected = dims.reduce((product, dim) => product * dim, 1) + headerBytes
  const described = `expected ${expected} bytes for ${dims.join(' × ')}`
  if (expected > MAX_FILE_BYTES) {
    throw formatError(path, 'its header claims more values than it can hold', [
      `${described}, found a file of ${file.length} bytes`,
    ])
  }
  if (isPacked) requirePlausiblePacked(path, expected, file.length)
  const content = isPacked ? await unpackAll(path, file, expected) : file
  if (content.length !== expected) {
    const problem = content.length < expected ? 'truncated' : 'longer than its header says'
    throw formatError(path, problem, [`${described}, found ${content.length}${isPacked ? ' unpacked' : ''}`])
  }
  return { dims, values: content.subarray(headerBytes) }
}

function requirePlausiblePacked(path: string, expected: number, packed: number): void {
  try {
    requirePlausible(expected, packed)
  } catch (error) {
    throw formatError(path, `its header claims more values than it can hold: ${reasonOf(error)}`)
  }
}

/** Paths of the files of images in a folder, in order. */
export function findIdxImages(folder: string): Promise<string[]> {
  return filesNamed(folder, (name) => IMAGES_FILE.test(name))
}

/** True for a file that begins like IDX, or is named like it. */
export function looksLikeIdx(name: string, head: Uint8Array): boolean {
  return (
    (head[0] === 0 && head[1] === 0 && (head[2] as number) in typeNames && (head[3] as number) <= 4) ||
    /idx\d-\w+(\.gz)?$/i.test(name)
  )
}

/**
 * Opens the images of one part of a folder with the labels beside them.
 *
 * `train-images-idx3-ubyte` and `t10k-images-idx3-ubyte` are known by name; with other names (`train-first10k-…`,
 * `emnist-letters-train-…`) a part is recognised when only one file fits it.
 *
 * @throws GanymedeError `DATA_NOT_FOUND` when the part is not there, `OPTION_INVALID` when several files fit
 */
export async function openIdxFolder(
  folder: string,
  names: readonly string[],
  options: OpenDatasetOptions,
): Promise<Dataset> {
  const files = names.map((name) => ({
    name,
    prefix: IMAGES_FILE.exec(baseOf(name))?.[1] ?? '',
    split: splitOf(baseOf(name)),
  }))
  const wanted = options.split ?? (files.some(({ split }) => split === 'train') ? 'train' : undefined)
  const fitting = wanted === undefined ? files : files.filter(({ split }) => split === wanted)
  const standard = fitting.filter(({ prefix }) => /^(train|t10k|test)$/i.test(prefix))
  // With and without .gz of the same file: the first in order, which is the one that needs no unpacking.
  const candidates = standard.length > 0 ? standard.slice(0, 1) : fitting
  const prefixes = new Set(candidates.map(({ prefix }) => prefix))
  const [first] = candidates
  if (first === undefined) {
    throw new GanymedeError('DATA_NOT_FOUND', `${folder} has no ${wanted ?? 'train'} part`, {
      lines: [`Looked for: IDX images named train-… or t10k-…`, `Found: ${names.join(', ')}`],
      remedy: 'Name the file with the images itself.',
    })
  }
  if (prefixes.size > 1) {
    throw new GanymedeError('OPTION_INVALID', `${folder} holds several sets of images`, {
      lines: candidates.map(({ name }) => name),
      remedy: 'Name one of these files itself.',
    })
  }
  const left = files.filter(({ split }) => split !== first.split).map(({ name }) => name)
  const notes = left.length > 0 ? [`takes ${first.name}; leaves out ${left.join(', ')}`] : []
  return openIdxFile(join(folder, first.name), options, { name: nameOfPath(resolve(folder)), notes })
}

/**
 * Opens one IDX file of images `[N, H, W]` or `[N, H, W, C]`, with its labels when the file is beside it.
 *
 * @throws GanymedeError `DATA_UNREADABLE` with what was expected and found; `DATA_EMPTY` without images
 */
export async function openIdxFile(
  file: string,
  options: OpenDatasetOptions,
  { name, notes = [] }: { name?: string; notes?: readonly string[] } = {},
): Promise<Dataset> {
  const path = resolve(file)
  if (/labels?[-_.]idx1/i.test(basename(path))) {
    throw formatError(
      path,
      'these are labels, not images',
      [],
      'Name the file with the images; labels are found beside it.',
    )
  }
  const images = await readIdx(path, [3, 4])
  const [count = 0, height = 0, width = 0, channels = 1] = images.dims
  if (count === 0 || height === 0 || width === 0) {
    throw new GanymedeError('DATA_EMPTY', `${path} holds no images: its dimensions are ${images.dims.join(' × ')}`)
  }
  if (height > MAX_IMAGE_SIDE || width > MAX_IMAGE_SIDE) {
    throw formatError(path, `images of ${width}×${height} are larger than the limit of ${MAX_IMAGE_SIDE} a side`)
  }
  if (channels !== 1 && channels !== 3) {
    throw formatError(path, 'its images have a number of channels that is not read', [
      `expected 1 or 3, found ${channels}`,
    ])
  }
  const labels = await readLabels(path, count)
  const stride = height * width * channels
  const split = splitOf(basename(path))
  return rawDataset(
    {
      kind: 'idx',
      path,
      name: name ?? nameOfPath(path),
      count,
      width,
      height,
      channels,
      classes:
        labels === null
          ? null
          : Array.from({ length: 1 + labels.reduce((a, b) => Math.max(a, b), 0) }, (_, k) => `${k}`),
      fingerprint: fingerprintOf([images.dims.join('x'), images.values, labels ?? 'no labels']),
      ...(split === null ? {} : { split }),
      notes: labels === null ? [...notes, 'no labels beside the images'] : notes,
      pixels: (index) => images.values.subarray(index * stride, (index + 1) * stride),
      label: (index) => labels?.[index] ?? null,
    },
    options,
  )
}

async function readLabels(imagesPath: string, count: number): Promise<Uint8Array | null> {
  const folder = dirname(imagesPath)
  const images = basename(imagesPath).replace(/\.gz$/i, '')
  const plain = images.replace(/image(s?)([-_.])idx[34]/i, 'label$1$2idx1')
  if (plain === images) return null
  const isLabels = (name: string) => name === plain || name === `${plain}.gz`
  const path = (await placesOf(folder, isLabels))[0]
  if (path === undefined) return null
  const { dims, values } = await readIdx(path, [1])
  if (dims[0] !== count) {
    throw formatError(path, 'the labels do not belong to the images', [
      `expected ${count} labels as there are images in ${basename(imagesPath)}, found ${dims[0]}`,
    ])
  }
  return values
}

/** Beside the images; beside their folder too where that is called like a file. */
async function placesOf(folder: string, isWanted: (name: string) => boolean): Promise<string[]> {
  const folders = /idx\d-ubyte(\.gz)?$/i.test(folder) ? [folder, dirname(folder)] : [folder]
  const found = await Promise.all(
    folders.map(async (place) => (await filesNamed(place, isWanted)).map((name) => join(place, name))),
  )
  return found.flat()
}

function splitOf(name: string): DataSplit | null {
  if (/(^|[-_.])train/i.test(name)) return 'train'
  return /(^|[-_.])(t10k|test)/i.test(name) ? 'test' : null
}

function parseHeader(path: string, bytes: Uint8Array, rank: readonly number[]): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 4) throw formatError(path, 'truncated', [`expected a header, found ${bytes.length} bytes`])
  const wanted = rank.map((dims) => `00 00 08 0${dims}`).join(' or ')
  if (bytes[0] !== 0 || bytes[1] !== 0) {
    throw formatError(path, 'not an IDX file', [
      `expected the first bytes ${wanted}, found ${hex(bytes.subarray(0, 4))}`,
    ])
  }
  const type = bytes[2] as number
  if (type !== UINT8) {
    const found = typeNames[type] ?? `type 0x${type.toString(16)}`
    throw formatError(path, 'its values are not bytes', [`expected uint8 (0x08), found ${found}`])
  }
  const dims = bytes[3] as number
  if (!rank.includes(dims)) {
    const what = rank.includes(1) ? 'labels' : 'images'
    throw formatError(path, `wrong number of dimensions for ${what}`, [`expected ${rank.join(' or ')}, found ${dims}`])
  }
  if (bytes.length < 4 + 4 * dims) {
    throw formatError(path, 'truncated', [`expected a header of ${4 + 4 * dims} bytes, found ${bytes.length} bytes`])
  }
  return Array.from({ length: dims }, (_, i) => view.getUint32(4 + 4 * i))
}

/** Unpacks only the beginning, so that the header is known before anything of its size is allocated. */
function unpackHead(path: string, file: Buffer): Uint8Array {
  try {
    return gunzipSync(file.subarray(0, HEAD_PACKED_BYTES), { finishFlush: constants.Z_SYNC_FLUSH })
  } catch (error) {
    throw damagedGzip(path, error)
  }
}

async function unpackAll(path: string, file: Buffer, expected: number): Promise<Uint8Array> {
  try {
    // In one piece: joining pieces would take the memory twice.
    return await unpack(file, { maxOutputLength: expected + 1, chunkSize: expected + 64 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw formatError(path, 'longer than its header says', [`expected ${expected} bytes unpacked, found more`])
    }
    throw damagedGzip(path, error)
  }
}

function damagedGzip(path: string, error: unknown): GanymedeError {
  const reason = error instanceof Error ? error.message : String(error)
  return formatError(path, `the gzip data are damaged or truncated: ${reason}`)
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ') || 'nothing'
}
