/** Two folders or zip files as one source: the files of the first below `A/`, those of the second below `B/`. */

import type { EncodedSource } from '../encoded-source.js'
import { layoutPairs } from './pair-layout.js'

/**
 * Names keep their order: all of A, then all of B. Where only one of them has a train part, all of the other is for
 * training.
 */
export function joinSources(a: EncodedSource, b: EncodedSource): EncodedSource {
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
    parallel: Math.min(a.parallel, b.parallel),
    inspect(index) {
      const [source, at] = place(index)
      return source.inspect(at)
    },
    input(index) {
      const [source, at] = place(index)
      return source.input(at)
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
