/** Two folders or zip files as one source: the files of the first below `A/`, those of the second below `B/`. */

import type { EncodedSource } from '../encoded-source.js'

/** Names keep their order: all of A, then all of B. */
export function joinSources(a: EncodedSource, b: EncodedSource): EncodedSource {
  const under = (folder: string) => (file: { readonly name: string; readonly reason: string }) => ({
    name: `${folder}/${file.name}`,
    reason: file.reason,
  })
  const place = (index: number): readonly [EncodedSource, number] =>
    index < a.names.length ? [a, index] : [b, index - a.names.length]
  return {
    kind: a.kind,
    path: a.path,
    names: [...a.names.map((name) => `A/${name}`), ...b.names.map((name) => `B/${name}`)],
    ignored: [...a.ignored.map(under('A')), ...b.ignored.map(under('B'))],
    refused: [...a.refused.map(under('A')), ...b.refused.map(under('B'))],
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
