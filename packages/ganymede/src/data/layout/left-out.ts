/** What to say, once, about files that are not looked at. */

import { counted } from '@ganymede/core/text'
import type { BadFile } from '../bad-files.js'
import { compareNames } from '../encoded-source.js'
import { endingOf } from '../formats/image-format.js'
import { junkReason } from './junk-names.js'
import { otherFormatRemedy } from './other-formats.js'
import { ownPictureReason, ownRunReason, preparedReason } from './own-output.js'

const NAMED_KINDS = 8

/** Notes about ignored files: output of our own, and how many files of which endings are no images. Junk is not worth a word. */
export function leftOutNotes(ignored: readonly BadFile[]): string[] {
  const runs = ignored.filter(({ reason }) => reason === ownRunReason)
  const pictures = ignored.filter(({ reason }) => reason === ownPictureReason)
  const others = ignored.filter(
    ({ name, reason }) =>
      reason !== ownRunReason && reason !== ownPictureReason && reason !== preparedReason && !isJunk(name),
  )
  return [...ownNotes(runs, pictures), ...formatNotes(others)]
}

function isJunk(name: string): boolean {
  return name.split(/[\\/]/).some((part) => part !== '.' && junkReason(part) !== null)
}

function ownNotes(runs: readonly BadFile[], pictures: readonly BadFile[]): string[] {
  const found = [
    ...(runs[0] === undefined ? [] : [runs.length === 1 ? `the run ${runs[0].name}` : counted(runs.length, 'run')]),
    ...(pictures[0] === undefined
      ? []
      : [pictures.length === 1 ? `the picture ${pictures[0].name}` : counted(pictures.length, 'picture')]),
  ]
  if (found.length === 0) return []
  // Runs are never taken by the folder that they lie in.
  const remedy =
    pictures.length > 0
      ? 'in a folder of nothing else, its pictures are taken'
      : "to take a run's pictures, name its folder"
  return [`leaves out what Ganymede wrote: ${found.join(' and ')}; ${remedy}`]
}

/** Files of other formats by their endings, and apart from them what is left out for another reason. */
function formatNotes(files: readonly BadFile[]): string[] {
  const isOther = ({ reason }: BadFile): boolean => /image format/.test(reason)
  const others = files.filter(isOther)
  const endings = others.map(({ name }) => (endingOf(name) === '' ? 'without an ending' : `.${endingOf(name)}`))
  const reasons = files.filter((file) => !isOther(file)).map(({ reason }) => `(${reason})`)
  const what = counted(others.length, 'file of another format', 'files of other formats')
  return [
    ...(others.length === 0 ? [] : [`leaves out ${what}: ${countedKinds(endings)}`, ...waysOut(others)]),
    ...(reasons.length === 0 ? [] : [`leaves out ${counted(reasons.length, 'name')}: ${countedKinds(reasons)}`]),
  ]
}

/** What makes images that are read of files that hold some. */
function waysOut(files: readonly BadFile[]): string[] {
  const byRemedy = new Map<string, Set<string>>()
  for (const { name } of files) {
    const ending = endingOf(name)
    const remedy = otherFormatRemedy(ending)
    if (remedy !== null) byRemedy.set(remedy, (byRemedy.get(remedy) ?? new Set()).add(`.${ending}`))
  }
  return [...byRemedy].map(([remedy, endings]) => `to use ${[...endings].sort(compareNames).join(', ')}: ${remedy}`)
}

function countedKinds(kinds: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const named = [...counts]
    .sort((a, b) => b[1] - a[1] || compareNames(a[0], b[0]))
    .map(([kind, count]) => `${count} ${kind}`)
  const more = named.length > NAMED_KINDS ? `, and ${counted(named.length - NAMED_KINDS, 'other kind')}` : ''
  return `${named.slice(0, NAMED_KINDS).join(', ')}${more}`
}
