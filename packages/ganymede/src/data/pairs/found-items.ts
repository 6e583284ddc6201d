/** The items of a layout once its files have been looked into: complete pairs, or the images of two domains. */

import type { ChannelCount } from '@ganymede/core/pictures'
import { counted, grouped } from '@ganymede/core/text'
import { type BadFile, shellWord } from '../bad-files.js'
import type { DomainItems } from '../dataset.js'
import { chooseChannels } from '../encoded-dataset.js'
import { type EncodedSource, shownName } from '../encoded-source.js'
import { layoutError, pairsError } from './pair-errors.js'
import { matchFiles, type PairLayout } from './pair-layout.js'
import type { Size } from './size-policy.js'
import {
  domainSource,
  halfSource,
  halvesSource,
  matchedSource,
  type StageFile,
  type StageSettings,
  type StageSource,
  sizeOfHalf,
} from './stage-source.js'

/** Size of an image, and the file that has it. */
export type NamedSize = Size & { readonly name: string }

/** What was found; A comes first everywhere. */
export interface FoundItems {
  /** In words: what was found where. */
  readonly layout: string
  readonly notes: readonly string[]
  readonly count: number
  /** Images of each domain. */
  readonly counts: readonly [number, number]
  readonly channels: readonly [ChannelCount, ChannelCount]
  readonly sizes: readonly NamedSize[]
  /** One source of pairs, or one for each domain. */
  sources(settings: StageSettings): readonly StageSource[]
}

export interface FindItemsOptions {
  readonly items: DomainItems
  /** Channels asked for, A first. */
  readonly channels: readonly [ChannelCount | 'auto', ChannelCount | 'auto']
  readonly skipBad: boolean
}

/** Finds items among files with good headers. */
export function findItems(
  source: EncodedSource,
  layout: PairLayout,
  files: ReadonlyMap<number, StageFile>,
  options: FindItemsOptions,
): FoundItems {
  const good = (places: readonly number[]): StageFile[] => places.flatMap((at) => files.get(at) ?? [])
  const found =
    layout.kind === 'side-by-side'
      ? findHalves(source, good(layout.files), options)
      : options.items === 'pairs'
        ? findPairs(source, layout, files, options)
        : findDomains(source, layout.folders, good(layout.a), good(layout.b), options)
  return { ...found, notes: [...partNotes(layout), ...found.notes] }
}

function findHalves(source: EncodedSource, files: readonly StageFile[], options: FindItemsOptions): FoundItems {
  const { count, narrow } = shapesOf(files)
  const isPairs = options.items === 'pairs'
  if (!isPairs) requireTwiceAsWide(source.path, files)
  if (count > 0 && narrow.length > count / 2) {
    const lines = narrow.slice(0, 3).map(({ name, header }) => `${name} is ${header.width}×${header.height}`)
    throw layoutError(source.path, 'pairs', [
      `Found: ${counted(count, 'single image')}, too narrow for two halves`,
      ...lines,
    ])
  }
  const bad = narrow.map(({ name, header }) => ({
    name,
    reason: `${header.width}×${header.height}: too narrow for two halves side by side`,
  }))
  if (bad.length > 0 && !options.skipBad)
    throw pairsError(source.path, bad, isPairs ? undefined : `${shellWord(source.path)} --unpaired`)
  const usable = files.filter((file) => !narrow.includes(file))
  const chosen = chooseChannels(usable, 'auto')
  const channels = options.channels.map((asked) => (asked === 'auto' ? chosen.channels : asked))
  const both = channels as [ChannelCount, ChannelCount]
  return {
    layout: isPairs
      ? `${counted(usable.length, 'pair')} side by side, A is the left half and B the right`
      : `two domains out of ${counted(usable.length, 'file')}: A are the left halves, B the right`,
    notes: [
      ...(chosen.note === null ? [] : [chosen.note]),
      ...(bad.length === 0
        ? []
        : [`${counted(bad.length, 'file')} too narrow for two halves ${bad.length === 1 ? 'is' : 'are'} left out`]),
      ...(isPairs
        ? photographNote(usable)
        : ['the two halves of a file are taken for no pair: A and B come in orders of their own']),
    ],
    count: usable.length,
    counts: [usable.length, usable.length],
    channels: both,
    sizes: usable.map((file) => ({ ...sizeOfHalf(file), name: file.name })),
    sources: (settings) =>
      isPairs
        ? [halvesSource(source, usable, both, settings)]
        : [halfSource(source, usable, 0, both[0], settings), halfSource(source, usable, 1, both[1], settings)],
  }
}

function findPairs(
  source: EncodedSource,
  layout: Extract<PairLayout, { kind: 'folders' }>,
  files: ReadonlyMap<number, StageFile>,
  options: FindItemsOptions,
): FoundItems {
  const { folders } = layout
  const [folderA, folderB] = folders
  const shown = (name: string): string => shownName(source, name)
  const place = source.shown?.path ?? source.path
  const nameOf = (at: number): string => shown(source.names[at] ?? '')
  const matched = matchFiles(source.names, layout.a, layout.b)
  if (matched.pairs.length === 0) {
    throw layoutError(place, 'pairs', [
      `Found: ${counted(layout.a.length, 'image')} in ${folderA}/ and ${grouped(layout.b.length)} in ${folderB}/, and no name is in both`,
      `${nameOf(layout.a[0] ?? 0)}, but no such name in ${folderB}/`,
    ])
  }
  const problems: BadFile[] = [
    ...matched.doubles.map(([one, two]) => ({
      name: nameOf(two),
      reason: `the same name as ${nameOf(one)}: which is meant?`,
    })),
    ...matched.lonelyA.map((at) => ({ name: nameOf(at), reason: `has no partner in ${folderB}/` })),
    ...matched.lonelyB.map((at) => ({ name: nameOf(at), reason: `has no partner in ${folderA}/` })),
  ]
  const pairs: [StageFile, StageFile][] = []
  let unreadable = 0
  for (const [a, b] of matched.pairs) {
    const [one, two] = [files.get(a), files.get(b)]
    if (one === undefined || two === undefined) {
      unreadable += 1
      continue
    }
    if (one.header.width === two.header.width && one.header.height === two.header.height) pairs.push([one, two])
    else
      problems.push({
        name: shown(one.name),
        reason: `${sizeText(one)}, its partner ${shown(two.name)} is ${sizeText(two)}`,
      })
  }
  if (problems.length > 0 && (!options.skipBad || pairs.length === 0))
    throw pairsError(place, problems, source.shown?.words && `${source.shown.words} --pairs`)
  const channels = channelsOf(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
    options,
  )
  return {
    layout: `${counted(pairs.length, 'pair')} of ${folderA}/ (A) and ${folderB}/ (B), by their names`,
    notes: [
      ...channels.notes,
      ...(problems.length === 0
        ? []
        : [
            `${counted(problems.length, 'file')} without a fitting partner ${problems.length === 1 ? 'is' : 'are'} left out`,
          ]),
      ...(unreadable === 0
        ? []
        : [
            `${counted(unreadable, 'pair')} with a file that cannot be read ${unreadable === 1 ? 'is' : 'are'} left out`,
          ]),
    ],
    count: pairs.length,
    counts: [pairs.length, pairs.length],
    channels: channels.both,
    sizes: pairs.map(
      ([
        {
          name,
          header: { width, height },
        },
      ]) => ({ width, height, name: shown(name) }),
    ),
    sources: (settings) => [matchedSource(source, pairs, channels.both, settings)],
  }
}

function findDomains(
  source: EncodedSource,
  [folderA, folderB]: readonly [string, string],
  a: readonly StageFile[],
  b: readonly StageFile[],
  options: FindItemsOptions,
): FoundItems {
  for (const [folder, files] of [[folderA, a] as const, [folderB, b] as const]) {
    if (files.length > 0) continue
    throw pairsError(
      source.shown?.path ?? source.path,
      [{ name: `${folder}/`, reason: 'no image in this folder can be read' }],
      `${source.shown?.words ?? shellWord(source.path)} --unpaired`,
    )
  }
  const channels = channelsOf(a, b, options)
  return {
    layout: `two domains, ${counted(a.length, 'image')} in ${folderA}/ (A) and ${grouped(b.length)} in ${folderB}/ (B)`,
    notes: channels.notes,
    count: Math.max(a.length, b.length),
    counts: [a.length, b.length],
    channels: channels.both,
    sizes: [...a, ...b].map(({ name, header: { width, height } }) => ({
      width,
      height,
      name: shownName(source, name),
    })),
    sources: (settings) => [
      domainSource(source, a, channels.both[0], settings),
      domainSource(source, b, channels.both[1], settings),
    ],
  }
}

function channelsOf(
  a: readonly StageFile[],
  b: readonly StageFile[],
  { channels: [askedA, askedB] }: FindItemsOptions,
): { both: [ChannelCount, ChannelCount]; notes: string[] } {
  const [inA, inB] = [chooseChannels(a, askedA), chooseChannels(b, askedB)]
  const notes = [inA.note, inB.note].flatMap((note, i) => (note === null ? [] : [`${'AB'[i]}: ${note}`]))
  return { both: [inA.channels, inB.channels], notes }
}

/** Files that are no wider than high: their halves would be slivers. */
function shapesOf(files: readonly StageFile[]): { count: number; narrow: readonly StageFile[] } {
  return { count: files.length, narrow: files.filter(({ header: { width, height } }) => width < 2 || width <= height) }
}

// Photographs are at most 16:9 wide; two squares side by side are 2:1.
export const twiceAsWide = 1.9

/**
 * Nothing but the shape tells halves of two kinds from photographs of one kind, which would be cut in the middle.
 *
 * @throws GanymedeError `DATA_LAYOUT`
 */
function requireTwiceAsWide(path: string, files: readonly StageFile[]): void {
  const single = files.filter(({ header: { width, height } }) => width / height < twiceAsWide)
  if (files.length > 0 && single.length <= files.length / 2) return
  throw layoutError(path, 'unpaired', [
    `Found: ${counted(files.length, 'image')} in no two folders, and too narrow for two kinds side by side`,
    ...single.slice(0, 3).map(({ name, header }) => `${name} is ${header.width}×${header.height}`),
  ])
}

/** What to say when images look like photographs rather than like two of them. */
function photographNote(files: readonly StageFile[]): string[] {
  const odd = files.filter(({ header: { width, height } }) => width % 2 !== 0 || width / height < 1.6)
  if (odd.length <= files.length / 2) return []
  const [{ name, header } = { name: '', header: { width: 0, height: 0 } }] = odd
  return [
    `images such as ${name} (${header.width}×${header.height}) are taken as two halves side by side; if they are single photographs, make pairs of them with --pairs edges, grey, blur or small`,
  ]
}

function partNotes({ part: { taken, parts, others } }: PairLayout): string[] {
  const left = [...parts.filter((name) => name !== taken), ...Object.keys(others)]
  if (taken === null && left.length === 0) return []
  const takes = taken === null ? '' : `takes ${taken}`
  const leaves = left.length === 0 ? '' : `leaves out ${left.join(', ')}`
  return [[takes, leaves].filter((text) => text !== '').join('; ')]
}

function sizeText({ header: { width, height } }: StageFile): string {
  return `${width}×${height}`
}
