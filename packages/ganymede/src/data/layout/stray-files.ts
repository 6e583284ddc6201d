/** Files that lie beside folders and keep these from being classes, or parts. */

import type { DataSplit } from '../dataset.js'
import { layoutFiles } from './file-layout.js'
import type { FileLayout } from './layout.js'

const MAX_LEVELS = 4

/**
 * What stands in the way: the folders would be classes, or parts such as train and test, if some files beside or above them
 * were not there. Null when nothing does.
 */
export function strayNote(names: readonly string[], layout: FileLayout, split?: DataSplit): string | null {
  if (layout.classes !== null) return null
  const depthOf = (name: string): number => name.split('/').length
  const depths = [...new Set(names.map(depthOf))].sort((a, b) => a - b)
  // Each level costs a look at all names, and nobody nests classes deeper.
  for (const depth of depths.slice(0, -1).slice(0, MAX_LEVELS)) {
    const rest = names.filter((name) => depthOf(name) > depth)
    const { classes, divisions } = layoutFiles(rest, split)
    const what = classes !== null ? 'classes' : layout.split === null && divisions.length > 0 ? 'parts' : null
    if (what === null) continue
    const stray = names.filter((name) => depthOf(name) <= depth)
    const folders = (classes ?? divisions).slice(0, 4).join(', ')
    const files = stray.length === 1 ? stray[0] : `${stray.length} files such as ${stray[0]}`
    const lies = stray.length === 1 ? 'lies' : 'lie'
    return `the folders ${folders}${(classes ?? divisions).length > 4 ? ', …' : ''} are not taken for ${what}: ${files} ${lies} beside them; move ${stray.length === 1 ? 'it' : 'them'} elsewhere`
  }
  return null
}
