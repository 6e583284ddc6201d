/** Names of what systems, drives and programs leave beside people's own files. One list, for folders and archives alike. */

interface Junk {
  /** Names of files or folders, in lower case where `isExact` is not set. */
  readonly names: readonly string[]
  readonly reason: string
  /** Only in this spelling: in another it may be the name of a class. */
  readonly isExact?: true
}

const junk: readonly Junk[] = [
  { names: ['__macosx'], reason: 'archive leftovers of macOS' },
  {
    names: ['thumbs.db', 'ehthumbs.db', 'ehthumbs_vista.db', 'desktop.ini', 'folder.htt', 'icon\r'],
    reason: 'thumbnails or settings of the file manager',
  },
  {
    names: ['@eadir', '@recycle', '#recycle', '@recently-snapshot', '#snapshot', '@sharebin', '@tmp'],
    reason: 'thumbnails or trash of a network drive',
  },
  { names: ['$recycle.bin', 'network trash folder'], reason: 'trash of the system' },
  { names: ['RECYCLER'], reason: 'trash of the system', isExact: true },
  {
    names: ['system volume information', 'lost+found', 'temporary items', 'thevolumesettingsfolder'],
    reason: 'files of the system',
  },
  { names: ['LOST.DIR'], reason: 'files of the system', isExact: true },
  { names: ['__pycache__'], reason: 'files of a program' },
]

// Asked for every file of data sets of a million.
const anySpelling = new Map(junk.filter(({ isExact }) => isExact !== true).flatMap(reasons))
const exact = new Map(junk.filter(({ isExact }) => isExact === true).flatMap(reasons))

function reasons({ names, reason }: Junk): [string, string][] {
  return names.map((name) => [name, reason])
}

/**
 * Why a file or folder is none of people's own, or null. A name that begins with a dot is hidden, whatever it is: `.DS_Store`,
 * `._photo.jpg`, `.Trashes`, `.Spotlight-V100`, `.git`, `.ipynb_checkpoints`.
 *
 * @param name  of a single file or folder, without a path
 */
export function junkReason(name: string): string | null {
  if (name.startsWith('.')) return 'hidden'
  return anySpelling.get(name.toLowerCase()) ?? exact.get(name) ?? null
}
