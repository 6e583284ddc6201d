/**
 * Two folders or zip files as one source: the files of the first below `A/`, those of the second below `B/`. People read the
 * names that they gave.
 */

import { shellWord } from '../bad-files.js'
import type { EncodedSource } from '../encoded-source.js'
import { layoutPairs } from './pair-layout.js'

/**
 * Names keep their order: all of A, then all of B. Where only one of them has a train part, all of the other is for
 * training.
 *
 * @param given  what the two were called by whoever named them; default: their paths
 */
export function joinSources(
  a: EncodedSource,
  b: EncodedSource,
  given: readonly [string, string] = [a.path, b.path],
): EncodedSource {
  const [givenA, givenB] = given.map((name) => name.replace(/(?<=.)[/\\]+$/, '')) as [string, string]
  const [folderA, folderB] = [a.names, b.names].map((names, i, both) => {
    const isFlat = partsOf(names).length === 0 && partsOf(both[1 - i] ?? []).includes('train')
    return isFlat ? `${'AB'[i]}/train` : `${'AB'[i]}`
  }) as [string, string]
  const under = (folder: string) => (file: { readonly name: string; readonly reason: string }) => ({
    name: `${folder}/${file.name}`,
    reason: file.reason,
  })
  const place = (index: number): readonly [EncodedSource, number] =>
    index < a.names.length ? [a, index] : [b, index - a.names.length]
  return {
    kind: a.kind,
    path: a.path,
    names: [...a.names.map((name) => `${folderA}/${name}`), ...b.names.map((name) => `${folderB}/${name}`)],
    ignored: [...a.ignored.map(under(folderA)), ...b.ignored.map(under(folderB))],
    refused: [...a.refused.map(under(folderA)), ...b.refused.map(under(folderB))],
    labels: null,
    notes: [...a.notes, ...b.notes],
    parallel: Math.min(a.parallel, b.parallel),
    inspect(index) {
      const [source, at] = place(index)
      return source.inspect(at)
    },
    withInput(index, work) {
      const [source, at] = place(index)
      return source.withInput(at, work)
    },
    shown: {
      path: `${givenA} and ${givenB}`,
      words: `${shellWord(givenA)} --targets ${shellWord(givenB)}`,
      name(name) {
        for (const [folder, own] of [[folderA, givenA] as const, [folderB, givenB] as const]) {
          if (name === folder || name.startsWith(`${folder}/`)) return `${own}${name.slice(folder.length)}`
        }
        return name
      },
    },
    async close() {
      await a.close()
      await b.close()
    },
  }
}

function partsOf(names: readonly string[]): readonly string[] {
  return layoutPairs(names).part.parts
}
