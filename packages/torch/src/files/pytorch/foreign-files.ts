/** What a file is that is not what it was taken for, judged by its first bytes: so that an error can say what to do. */
import type { OpenFile } from '../open-file.js'

/** @internal */
export interface ForeignFile {
  readonly is: string
  readonly remedy: string
}

const HEAD = 512

/** @internal What the file seems to be, or null. */
export function describeForeignFile(file: Pick<OpenFile, 'size' | 'read'>): ForeignFile | null {
  if (file.size === 0) return { is: 'is empty', remedy: 'Fetch or save it again.' }
  const head = Buffer.from(file.read(0, Math.min(HEAD, file.size)))
  const text = head.toString('latin1')
  return kinds.find(({ test }) => test(head, text)) ?? null
}

/** @internal The Python line that writes a file anew in the format of today. */
export function conversionLine(path: string): string {
  const name = JSON.stringify(path.split(/[\\/]/).at(-1) ?? path)
  return `In Python, if you trust the file: torch.save(torch.load(${name}, map_location="cpu", weights_only=False), "converted.pth")`
}

const kinds: readonly (ForeignFile & { readonly test: (head: Buffer, text: string) => boolean })[] = [
  {
    test: (_, text) => text.startsWith('version https://git-lfs'),
    is: 'is a Git LFS pointer, not the file itself',
    remedy: 'Run: git lfs pull',
  },
  {
    test: (_, text) => /^\s*(<!doctype|<html|<\?xml)/i.test(text),
    is: 'is a web page: the download gave a page instead of the file',
    remedy: 'Download it again; some hosts ask for a confirmation first.',
  },
  {
    test: (head, text) => text[8] === '{' && head.length > 9 && head.readUIntLE(0, 6) < 100_000_000,
    is: 'is a safetensors file',
    remedy: 'Read it with readSafetensors.',
  },
  {
    test: (_, text) => text.startsWith('\x93NUMPY'),
    is: 'is a numpy array',
    remedy: 'Read it with readNpy.',
  },
  {
    test: (head) => head[0] === 0x1f && head[1] === 0x8b,
    is: 'is packed with gzip',
    remedy: 'Unpack it first: gunzip',
  },
  {
    test: (_, text) => text.startsWith('\x89HDF'),
    is: 'is an HDF5 file, such as Keras writes',
    remedy: 'Convert it in Python: torch.save of a dict of tensors.',
  },
  {
    test: (_, text) => text.startsWith('PK\x03\x04'),
    is: 'is a zip archive, but not one of torch.save',
    remedy: 'Expected an archive with an entry data.pkl.',
  },
  {
    test: (head) => head[0] === 0x80 && head[1] !== undefined && head[1] >= 2 && head[1] <= 5,
    is: 'is a plain Python pickle, not a file of torch.save',
    remedy: 'In Python: torch.save(the state_dict in it, "weights.pth")',
  },
]
