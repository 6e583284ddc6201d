/** Classes of a part of a data set by the files of labels beside its images. */

import { compareNames } from '../encoded-source.js'
import type { FileLabels } from './label-file.js'
import type { FileLayout } from './layout.js'

const NAMED_CLASSES = 8

/** A layout by folders alone, and the places of the files that training learns from. */
type ByFolders = FileLayout & { readonly learned: readonly number[] }

/**
 * What changes in a layout by folders. Nothing but a note where not every chosen image lies below a file of labels: folders
 * decide then. Classes are numbered by the labels of what is learned from; those of other parts come behind.
 */
export function layoutLabels(
  names: readonly string[],
  { chosen, learned, classes: folders, classNotes, split }: ByFolders,
  labels: FileLabels,
): Partial<Pick<FileLayout, 'classes' | 'labels' | 'classNotes' | 'hasLabelFile'>> {
  const labelOf = (at: number): string | null | undefined => labels.get(names[at] ?? '')
  const outside = chosen.filter((at) => labelOf(at) === undefined).length
  if (outside === chosen.length) return {}
  if (outside > 0) {
    const note = `${outside} of ${chosen.length} images lie outside of the folders with dataset.json, whose labels are not used`
    return { classNotes: [...classNotes, note] }
  }
  const bare = chosen.filter((at) => labelOf(at) === null).length
  if (bare > 0) {
    const said =
      bare === chosen.length
        ? 'dataset.json gives no classes'
        : `${bare} of ${chosen.length} images have no label in dataset.json; the labels of the others are not used`
    const note = folders === null ? said : `${said}; the folders ${listed(folders)} are not taken for classes`
    const isNews = bare < chosen.length || folders !== null
    return { classes: null, labels: null, classNotes: isNews ? [note] : [], hasLabelFile: true }
  }
  const known = learned.every((at) => typeof labelOf(at) === 'string') ? classesOf(learned.map(labelOf)) : []
  const isKnown = new Set(known)
  const others = classesOf(Array.from(names.keys(), labelOf)).filter((name) => !isKnown.has(name))
  const classes = split === 'test' ? [...known, ...others] : known
  const places = new Map(classes.map((name, label) => [name, label]))
  const unknown = known.length === 0 ? [] : others
  return {
    classes,
    labels: chosen.map((at) => places.get(labelOf(at) ?? '') ?? 0),
    classNotes: [
      ...(folders === null ? [] : [`dataset.json gives the classes; the folders ${listed(folders)} mean nothing`]),
      ...(unknown.length === 0
        ? []
        : [`training has no images of the ${unknown.length === 1 ? 'class' : 'classes'} ${listed(unknown)}`]),
    ],
    hasLabelFile: true,
  }
}

/** Names of classes in the order of their numbers where all have numbers for names, else bytewise. */
function classesOf(labels: readonly (string | null | undefined)[]): string[] {
  const names = [...new Set(labels)].filter((name) => typeof name === 'string')
  const isNumbered = names.every((name) => /^\d+$/.test(name))
  return names.sort(isNumbered ? (a, b) => Number(a) - Number(b) : compareNames)
}

/** The first of many names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length > NAMED_CLASSES ? ` and ${names.length - NAMED_CLASSES} more` : ''
  return `${names.slice(0, NAMED_CLASSES).join(', ')}${more}`
}
