/**
 * CIFAR-10 in its binary version: records of one label byte and 3 × 32 × 32 bytes, red plane first.
 * https://www.cs.toronto.edu/~kriz/cifar.html
 */

import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { decodeText } from '@ganymede/runs/files'
import { formatError, reasonOf } from '../bad-files.js'
import { type DataSplit, type Dataset, nameOfPath, type OpenDatasetOptions } from '../dataset.js'
import { fingerprintOf } from '../fingerprint.js'
import { baseOf, filesNamed } from '../layout/named-files.js'
import { rawDataset } from '../raw-dataset.js'

const SIDE = 32
const PLANE = SIDE * SIDE
const RECORD = 1 + 3 * PLANE
const CLASSES = 10
const MAX_FILE_BYTES = 2 ** 31
const TRAIN_FILE = /^data_batch_\d+\.bin$/i
const TEST_FILE = /^test_batch\.bin$/i
const defaultClasses = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']

/** Names of the batches in a folder, in order. */
export function findCifarBatches(folder: string): Promise<string[]> {
  return filesNamed(folder, isCifarName)
}

export function isCifarName(name: string): boolean {
  return TRAIN_FILE.test(name) || TEST_FILE.test(name)
}

/**
 * Opens the batches of one part: all `data_batch_*.bin`, or `test_batch.bin`.
 *
 * @throws GanymedeError `DATA_NOT_FOUND` when the part is not there, `DATA_UNREADABLE` naming a damaged batch
 */
export async function openCifarFolder(
  folder: string,
  names: readonly string[],
  options: OpenDatasetOptions,
): Promise<Dataset> {
  const hasTrain = names.some((name) => TRAIN_FILE.test(baseOf(name)))
  const split: DataSplit = options.split ?? (hasTrain ? 'train' : 'test')
  const pattern = split === 'train' ? TRAIN_FILE : TEST_FILE
  const files = names.filter((name) => pattern.test(baseOf(name)))
  if (files.length === 0) {
    throw new GanymedeError('DATA_NOT_FOUND', `${folder} has no ${split} part`, {
      lines: ['Looked for: data_batch_1.bin … data_batch_5.bin, test_batch.bin', `Found: ${names.join(', ')}`],
    })
  }
  const left = names.filter((name) => !pattern.test(baseOf(name)))
  const notes = left.length > 0 ? [`takes ${files.join(', ')}; leaves out ${left.join(', ')}`] : []
  return openBatches(
    resolve(folder),
    files.map((name) => join(folder, name)),
    split,
    notes,
    options,
  )
}

/** Opens one batch. */
export async function openCifarFile(file: string, options: OpenDatasetOptions): Promise<Dataset> {
  return openBatches(resolve(file), [file], TEST_FILE.test(basename(file)) ? 'test' : 'train', [], options)
}

async function openBatches(
  path: string,
  files: readonly string[],
  split: DataSplit,
  notes: readonly string[],
  options: OpenDatasetOptions,
): Promise<Dataset> {
  const batches: Uint8Array[] = []
  const records: { readonly batch: Uint8Array; readonly at: number }[] = []
  for (const file of files) {
    options.signal?.throwIfAborted()
    const batch = await readBatch(file)
    batches.push(batch)
    for (let at = 0; at < batch.length; at += RECORD) records.push({ batch, at })
  }
  const recordAt = (index: number) => records[index] as (typeof records)[number]
  return rawDataset(
    {
      kind: 'cifar10',
      path,
      name: nameOfPath(path),
      count: records.length,
      width: SIDE,
      height: SIDE,
      channels: 3,
      classes: await readClasses(dirname(files[0] as string)),
      fingerprint: fingerprintOf(batches),
      split,
      notes,
      pixels(index) {
        const { batch, at } = recordAt(index)
        return interleave(batch.subarray(at + 1, at + RECORD))
      },
      label(index) {
        const { batch, at } = recordAt(index)
        return batch[at] as number
      },
    },
    options,
  )
}

async function readBatch(file: string): Promise<Uint8Array> {
  const { size } = await stat(file)
  if (size === 0 || size % RECORD !== 0 || size > MAX_FILE_BYTES) {
    throw formatError(file, 'not a batch of CIFAR-10, or truncated', [
      `expected a multiple of ${RECORD} bytes, found ${size} (${Math.floor(size / RECORD)} records and ${size % RECORD} bytes)`,
    ])
  }
  const batch = await readFile(file)
  for (let at = 0; at < batch.length; at += RECORD) {
    if ((batch[at] as number) >= CLASSES) {
      throw formatError(file, `the label of record ${at / RECORD} is out of range`, [
        `expected 0…9, found ${batch[at]}`,
      ])
    }
  }
  return batch
}

/** The names in `batches.meta.txt` beside the batches, or the usual ones. */
async function readClasses(folder: string): Promise<string[]> {
  const file = join(folder, 'batches.meta.txt')
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) return defaultClasses
  let text: string
  try {
    text = decodeText(bytes)
  } catch (error) {
    throw formatError(file, reasonOf(error), [], 'Save it as UTF-8.')
  }
  const names = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return names.length === CLASSES ? names : defaultClasses
}

/** `[3, 32, 32]` → `[32, 32, 3]` */
function interleave(planes: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(planes.length)
  for (let i = 0, to = 0; i < PLANE; i++) {
    pixels[to++] = planes[i] as number
    pixels[to++] = planes[i + PLANE] as number
    pixels[to++] = planes[i + 2 * PLANE] as number
  }
  return pixels
}
