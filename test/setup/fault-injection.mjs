// @ts-check
/**
 * Faults for tests: file operations that fail, or kill the process, at the n-th call. This is how we prove that a crash
 * at any moment of saving leaves a run that can be read.
 *
 * A process of its own gets its fault by {@link faultOf}: `inject-fault.mjs` beside this file is loaded before the program.
 *
 *     kill:17               SIGKILL at the 17th file operation of the process
 *     ENOSPC:17             the 17th fails, once
 *     ENOSPC:17+            it and every later one that needs space
 *     kill:5@checkpoints/   counts only operations on paths that contain `checkpoints/`
 *
 * @typedef {import('../../packages/runs/dist/files/file-ops.js').FileOps} FileOps
 *
 * @typedef {object} Fault  What goes wrong, and at which operation.
 * @property {'kill' | `E${string}`} kind  `kill` sends SIGKILL to this process; anything else is the errno thrown
 * @property {number} at  number of the operation, counted from 1
 * @property {boolean} [lasting]  also fail every later operation that takes space, as a full disk does
 * @property {string} [within]  count only operations on paths that contain this
 */

/** The environment in which a Node.js program has a fault, in the form above. @param {string} fault */
export function faultOf(fault) {
  parseFault(fault)
  return { TEST_FAULT: fault, NODE_OPTIONS: `--import=${new URL('inject-fault.mjs', import.meta.url).href}` }
}

/**
 * @param {string} text
 * @returns {Fault}
 * @throws Error for anything else than the forms above, so that no test passes by a typing error
 */
export function parseFault(text) {
  const match = /^(kill|E[A-Z0-9]+):([1-9]\d*)(\+?)(?:@(.+))?$/.exec(text)
  if (match === null) throw new Error(`the fault ${text} is not understood; forms: kill:17, ENOSPC:17+, EIO:3@logs`)
  const [, kind, at, plus, within] = match
  return {
    kind: /** @type {Fault['kind']} */ (kind),
    at: Number(at),
    lasting: plus === '+',
    ...(within === undefined ? {} : { within }),
  }
}

/**
 * Wraps file operations so that one of them goes wrong. A faulty `write` first writes half of its bytes, because a real
 * crash or a full disk leaves torn files and not merely missing ones.
 *
 * @param {FileOps} base
 * @param {Fault} fault
 * @returns {FileOps & { readonly count: number }}  and how many operations were counted so far
 */
export function withFault(base, { kind, at, lasting = false, within }) {
  let count = 0
  /** @type {Map<number, string>} */
  const paths = new Map()

  /** @type {(operation: string, path: string, takesSpace: boolean, before?: () => void) => void} */
  const strike = (operation, path, takesSpace, before) => {
    if (within !== undefined && !path.includes(within)) return
    count += 1
    if (count !== at && !(lasting && takesSpace && count > at)) return
    before?.()
    if (kind === 'kill') process.kill(process.pid, 'SIGKILL')
    throw Object.assign(new Error(`${kind}: injected fault, ${operation} '${path}'`), { code: kind })
  }
  /** @param {number} file */
  const pathOf = (file) => paths.get(file) ?? ''

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
