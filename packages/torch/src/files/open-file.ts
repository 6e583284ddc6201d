/** A file opened for reading at any place, and the error that every reader here throws. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { requireText } from '../arguments.js'
import { TorchError } from '../errors.js'

// One read(2) takes fewer than 2 GiB.
const MAX_READ = 1 << 30

/** @internal `FILE_INVALID`, with the file named first. */
export function fileInvalid(
  path: string,
  problem: string,
  { lines = [], cause }: { readonly lines?: readonly string[]; readonly cause?: unknown } = {},
): TorchError {
  return new TorchError('FILE_INVALID', `${path}: ${problem}`, { lines, cause, details: { path } })
}

/** @internal A name from a file for an error text: quoted, and not longer than a line. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 117)}…` : name)
}

/** @internal Reads parts of a file; never the whole of it unless asked. */
export class OpenFile {
  readonly path: string
  readonly size: number
  readonly #identity: string
  #fd: number | null

  /** @throws TorchError `FILE_INVALID` when there is no such file, it may not be read, or it is no regular file */
  constructor(path: string) {
    requireText('reading a file', 'path', path)
    this.path = path
    // A pipe would block, so the kind is asked before opening.
    const found = reading(path, () => statSync(path))
    if (!found.isFile()) throw fileInvalid(path, found.isDirectory() ? 'is a folder, not a file' : 'is not a file')
    this.#fd = reading(path, () => openSync(path, 'r'))
    const opened = fstatSync(this.#fd)
    this.size = opened.size
    this.#identity = identityOf(opened)
  }

  /** `length` bytes from `offset` on. @throws TorchError `FILE_INVALID` when the file ends earlier */
  read(offset: number, length: number): Uint8Array {
    const out = new Uint8Array(length)
    this.readInto(offset, out)
    return out
  }

  /** Fills `out` from `offset` on. */
  readInto(offset: number, out: Uint8Array): void {
    const fd = this.#fd
    if (fd === null) throw new Error(`${this.path} is closed`)
    let done = 0
    while (done < out.byteLength) {
      const count = reading(this.path, () =>
        readSync(fd, out, done, Math.min(MAX_READ, out.byteLength - done), offset + done),
      )
      if (count === 0) {
        throw fileInvalid(this.path, `ends at byte ${offset + done}, but ${out.byteLength - done} more were expected`)
      }
      done += count
    }
  }

  /** @throws TorchError `FILE_INVALID` when another file stands under this path now, or this one has grown or shrunk */
  assertUnchanged(): void {
    if (identityOf(reading(this.path, () => statSync(this.path))) !== this.#identity) {
      throw fileInvalid(this.path, 'was replaced or changed while it was being read')
    }
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }
}

/** @internal Opens, reads and closes, also when `body` throws. */
export function withOpenFile<T>(path: string, body: (file: OpenFile) => T): T {
  const file = new OpenFile(path)
  try {
    return body(file)
  } finally {
    file.close()
  }
}

function identityOf({ dev, ino, size }: { readonly dev: number; readonly ino: number; readonly size: number }): string {
  return `${dev}:${ino}:${size}`
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of the path is not a folder',
  EACCES: 'may not be read: permission denied',
  EPERM: 'may not be read: permission denied',
  EISDIR: 'is a folder, not a file',
  EIO: 'cannot be read: the device reports an input/output error',
  EMFILE: 'cannot be opened: too many files are open',
}

function reading<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw fileInvalid(path, reasons[code ?? ''] ?? `cannot be read: ${message}`, { cause })
  }
}
