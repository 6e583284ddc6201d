/** What to say, once, about files that are not looked at. */

import type { BadFile } from './bad-files.js'
import { compareNames } from './encoded-source.js'
import { endingOf } from './image-format.js'
import { junkReason } from './junk-names.js'
import { ownPictureReason, ownRunReason } from './own-output.js'

const NAMED_KINDS = 8

/** Notes about ignored files: output of our own, and how many files of which endings are no images. Junk is not worth a word. */
export function leftOutNotes(ignored: readonly BadFile[]): string[] {
  const runs = ignored.filter(({ reason }) => reason === ownRunReason)
  const pictures = ignored.filter(({ reason }) => reason === ownPictureReason)
  const others = ignored.filter(
    ({ name, reason }) => reason !== ownRunReason && reason !== ownPictureReason && !isJunk(name),
  )
  return [...ownNotes(runs, pictures), ...formatNotes(others)]
}

function isJunk(name: string): boolean {
  return name.split(/[\\/]/).some((part) => junkReason(part) !== null)
}

function ownNotes(runs: readonly BadFile[], pictures: readonly BadFile[]): string[] {
  const found = [
    ...(runs[0] === undefined ? [] : [runs.length === 1 ? `the run ${runs[0].name}` : `${runs.length} runs`]),
    ...(pictures[0] === undefined
      ? []
      : [pictures.length === 1 ? `the picture ${pictures[0].name}` : `${pictures.length} pictures`]),
  ]
  if (found.length === 0) return []
  return [`leaves out what Ganymede wrote: ${found.join(' and ')}; in a folder of nothing else, its pictures are taken`]
}

function formatNotes(files: readonly BadFile[]): string[] {
  if (files.length === 0) return []
  const counts = new Map<string, number>()
  for (const { name, reason } of files) {
    const ending = endingOf(name)
    const kind = /image format/.test(reason) ? (ending === '' ? 'without an ending' : `.${ending}`) : `(${reason})`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const kinds = [...counts]
    .sort((a, b) => b[1] - a[1] || compareNames(a[0], b[0]))
    .map(([kind, count]) => `${count} ${kind}`)
  const more = kinds.length > NAMED_KINDS ? `, and ${kinds.length - NAMED_KINDS} other kinds` : ''
  const what = files.length === 1 ? '1 file that is no image' : `${files.length} files that are no images`
  return [`leaves out ${what}: ${kinds.slice(0, NAMED_KINDS).join(', ')}${more}`]
}
