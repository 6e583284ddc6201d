/**
 * Faults for tests: file operations that fail, or kill the process, at the n-th call. This is how we prove that a crash
 * at any moment of saving leaves a run that can be read.
 *
 * In a child process a test sets `GANYMEDE_FAULT`, which does nothing else and is of no use to a user:
 *
 *     GANYMEDE_FAULT=kill:17               SIGKILL at the 17th file operation of the process
 *     GANYMEDE_FAULT=ENOSPC:17             the 17th fails, once
 *     GANYMEDE_FAULT=ENOSPC:17+            it and every later one that needs space
 *     GANYMEDE_FAULT=kill:5@checkpoints/   counts only operations on paths that contain `checkpoints/`
 */
import type { FileOps } from './file-ops.js'

/** What goes wrong, and at which operation. */
export interface Fault {
  /** `kill` sends SIGKILL to this process; anything else is the errno thrown, such as `ENOSPC` or `EIO`. */
  readonly kind: 'kill' | `E${string}`
  /** Number of the operation, counted from 1. */
  readonly at: number
  /** Also fail every later operation that takes space (open for writing, write, mkdir), as a full disk does. */
  readonly lasting?: boolean
  /** Count only operations on paths that contain this. */
  readonly within?: string
}

/** File operations with a fault, and how many were counted so far. */
export interface FaultyFileOps extends FileOps {
  readonly count: number
}

/**
 * Wraps file operations so that one of them goes wrong. A faulty `write` first writes half of its bytes, because a real
 * crash or a full disk leaves torn files and not merely missing ones.
 */
export function withFault(base: FileOps, { kind, at, lasting = false, within }: Fault): FaultyFileOps {
  let count = 0
  const paths = new Map<number, string>()

  const strike = (operation: string, path: string, takesSpace: boolean, before?: () => void): void => {
    if (within !== undefined && !path.includes(within)) return
    count += 1
    if (count !== at && !(lasting && takesSpace && count > at)) return
    before?.()
    if (kind === 'kill') process.kill(process.pid, 'SIGKILL')
    throw Object.assign(new Error(`${kind}: injected fault, ${operation} '${path}'`), { code: kind })
  }
  const pathOf = (file: number): string => paths.get(file) ?? ''

  return {
    get count() {
      return count
    },
    open(path, flags) {
      strike('open', path, flags !== 'r')
      const file = base.open(path, flags)
      paths.set(file, path)
      return file
    },
    write(file, bytes) {
      const half = bytes.subarray(0, bytes.byteLength >> 1)
      strike('write', pathOf(file), true, () => {
        if (half.byteLength > 0) base.write(file, half)
      })
      return base.write(file, bytes)
    },
    fsync(file) {
      strike('fsync', pathOf(file), false)
      base.fsync(file)
    },
    close(file) {
      const path = pathOf(file)
      paths.delete(file)
      // The number must not leak, whatever else goes wrong.
      base.close(file)
      strike('close', path, false)
    },
    truncate(file, sizeBytes) {
      strike('truncate', pathOf(file), false)
      base.truncate(file, sizeBytes)
    },
    rename(from, to) {
      strike('rename', to, false)
      base.rename(from, to)
    },
    mkdir(path) {
      strike('mkdir', path, true)
      base.mkdir(path)
    },
    remove(path) {
      strike('remove', path, false)
      base.remove(path)
    },
    list(path) {
      strike('list', path, false)
      return base.list(path)
    },
  }
}

/**
 * Reads `GANYMEDE_FAULT`.
 *
 * @returns the fault, or undefined when the variable is not set
 * @throws Error when the variable is set to something else than the forms above, so that no test passes by a typing error
 */
export function faultFromEnvironment(environment: NodeJS.ProcessEnv): Fault | undefined {
  const text = environment.GANYMEDE_FAULT
  if (text === undefined || text === '') return undefined
  const match = /^(kill|E[A-Z0-9]+):([1-9]\d*)(\+?)(?:@(.+))?$/.exec(text)
  if (match === null)
    throw new Error(`GANYMEDE_FAULT=${text} is not understood; forms: kill:17, ENOSPC:17+, EIO:3@logs`)
  const [, kind, at, plus, within] = match
  return {
    kind: kind as Fault['kind'],
    at: Number(at),
    lasting: plus === '+',
    ...(within === undefined ? {} : { within }),
  }
}
