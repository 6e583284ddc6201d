/** What is said when data of two domains are not as they should be: what was expected, what was found, file by file. */

import { GanymedeError } from '@ganymede/core'
import { counted } from '@ganymede/core/text'
import { type BadFile, shellWord } from '../bad-files.js'
import type { DataSplit, DomainItems } from '../dataset.js'
import type { PairLayout } from './pair-layout.js'

const NAMED_FILES = 20

const EXPECTED: Readonly<Record<DomainItems, readonly string[]>> = {
  pairs: [
    'Expected one of:',
    '  images with both halves side by side, in the folder itself or in train/ (test/ or val/ beside it)',
    '  two folders with equal file names: A/ and B/, trainA/ and trainB/, A/train/ and B/train/, or any two others',
    '  a second folder of equal file names, given with --targets',
    '  single photographs, from which pairs are made with --pairs edges, grey, blur or small',
  ],
  unpaired: [
    'Expected one of:',
    '  two folders: trainA/ and trainB/ (with testA/ and testB/ beside them), A/ and B/, or any two others',
    '  a second folder, given with --targets',
    '  images with both kinds side by side, twice as wide as high: the left halves become A, the right ones B',
  ],
}

/** `DATA_LAYOUT`: neither pairs nor two domains are to be seen. */
export function layoutError(path: string, items: DomainItems, found: readonly string[]): GanymedeError {
  const what = items === 'pairs' ? 'pairs of images' : 'images of two domains'
  return new GanymedeError('DATA_LAYOUT', `${path} holds no ${what}`, { lines: [...EXPECTED[items], ...found] })
}

/**
 * `PAIRS_BROKEN`: files without a partner, or with one that does not fit, the first 20 by name.
 *
 * @param words  what stands behind `ganymede data check`; default: the path and `--pairs`
 */
export function pairsError(
  path: string,
  problems: readonly BadFile[],
  words = `${shellWord(path)} --pairs`,
): GanymedeError {
  const lines = problems.slice(0, NAMED_FILES).map(({ name, reason }) => `${name}: ${reason}`)
  if (problems.length > NAMED_FILES) lines.push(`… and ${problems.length - NAMED_FILES} more`)
  const what = counted(problems.length, 'file')
  return new GanymedeError('PAIRS_BROKEN', `${what} in ${path} ${problems.length === 1 ? 'makes' : 'make'} no pair`, {
    lines,
    remedy: `Mend or remove them, or go on without them with --skip-bad. All problems: ganymede data check ${words}`,
  })
}

/** `DATA_LAYOUT`: one of the two folders is there, the other is not. */
export function oneSidedError(
  path: string,
  items: DomainItems,
  { folders: [a, b], ...layout }: Extract<PairLayout, { kind: 'folders' }>,
): GanymedeError {
  const found =
    a === ''
      ? `${counted(layout.b.length, 'image')} in ${b}/ (B), none of A`
      : `${counted(layout.a.length, 'image')} in ${a}/ (A), none of B`
  return layoutError(path, items, [`Found: ${found}`])
}

/** `DATA_NOT_FOUND`: there is no such part. */
export function noPartError(path: string, split: DataSplit | undefined, parts: readonly string[]): GanymedeError {
  const wanted = split ?? 'train'
  return new GanymedeError('DATA_NOT_FOUND', `${path} has no ${wanted} part`, {
    lines: [
      wanted === 'test'
        ? 'Looked for: folders test/, val/, testA/ and testB/, or A/test/ and B/test/'
        : 'Looked for: folders train/, trainA/ and trainB/, or A/train/ and B/train/',
      `Found: ${parts.length === 0 ? 'no folders called train, test or val' : parts.join(', ')}`,
    ],
    remedy: 'Name the folder with the images itself.',
  })
}
