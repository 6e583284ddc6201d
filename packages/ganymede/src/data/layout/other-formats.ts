/** Pictures in formats that are not read: what makes such of them as are. */

interface OtherFormat {
  readonly endings: readonly string[]
  /** What to do, with the command for all files of a folder. */
  readonly remedy: string
}

const others: readonly OtherFormat[] = [
  {
    endings: ['heic', 'heif', 'hif'],
    // Phones write the ending in capitals, and shells tell them apart.
    remedy:
      'make JPEGs of them: mkdir jpeg && sips -s format jpeg *.[hH][eE][iI]* --out jpeg (macOS), or mogrify -format jpg *.[hH][eE][iI]* (ImageMagick)',
  },
  { endings: ['jxl'], remedy: 'make PNGs of them: djxl a.jxl a.png (libjxl)' },
  {
    endings: ['cr2', 'cr3', 'nef', 'arw', 'dng', 'orf', 'raf', 'rw2', 'pef', 'srw'],
    remedy: 'develop them: darktable-cli a.cr2 a.jpg, or any program for raw photographs',
  },
  {
    endings: ['jp2', 'j2k', 'tga', 'ico', 'pcx', 'dds', 'exr', 'hdr', 'pfm', 'jfi', 'xbm', 'xpm'],
    remedy: 'make PNGs of them: mogrify -format png *.tga (ImageMagick)',
  },
  {
    endings: ['psd', 'psb', 'xcf', 'kra', 'afphoto', 'clip'],
    remedy: 'export them as PNG in the program that they were made with',
  },
  {
    endings: ['svg', 'svgz', 'eps', 'ai', 'pdf'],
    remedy: 'draw them in pixels first: rsvg-convert a.svg -o a.png (librsvg)',
  },
  {
    endings: ['mp4', 'mov', 'avi', 'mkv', 'webm', 'm4v', 'mpg', 'mpeg', 'wmv'],
    remedy: 'take pictures out of them: mkdir frames && ffmpeg -i a.mp4 -vf fps=2 frames/%05d.png',
  },
  { endings: ['tar', 'tgz', 'gz', 'rar', '7z', 'zip'], remedy: 'unpack them; a zip is read where it is named itself' },
]

const remedies = new Map(others.flatMap(({ endings, remedy }) => endings.map((ending) => [ending, remedy] as const)))

/** What makes pictures that are read out of files with such an ending, given without its dot; null where nothing is known. */
export function otherFormatRemedy(ending: string): string | null {
  return remedies.get(ending) ?? null
}

/** Format by the first bytes of a file whose name promised another, as an ending; null where nothing is known. */
export function otherFormatOf(head: Uint8Array): string | null {
  const text = String.fromCharCode(...head.subarray(0, 32))
  if (text.slice(4, 8) === 'ftyp') {
    const brand = text.slice(8, 12)
    if (/^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/.test(brand)) return 'heic'
    if (brand === 'crx ') return 'cr3'
    return /^qt/.test(brand) ? 'mov' : 'mp4'
  }
  if (text.startsWith('\xff\x0a') || text.startsWith('\0\0\0\x0cJXL ')) return 'jxl'
  if (text.startsWith('8BPS')) return 'psd'
  if (text.startsWith('\0\0\0\x0cjP  ')) return 'jp2'
  return text.startsWith('%PDF') ? 'pdf' : null
}
