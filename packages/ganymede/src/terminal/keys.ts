/** Single keys as commands while a program runs in a terminal. */
import { isInForeground } from './terminal-text.js'

/** What {@link listenToKeys} needs of a terminal; `process.stdin` is one. */
export interface KeySource {
  readonly isTTY?: boolean
  setRawMode?(isRaw: boolean): unknown
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown
  removeListener(event: 'data', listener: (chunk: Buffer | string) => void): unknown
  resume(): unknown
  pause(): unknown
  unref?(): unknown
}

/** What keys do. */
export interface KeyActions {
  /** By key, in lower case; capital letters do the same. */
  readonly keys: Readonly<Record<string, () => void>>
  /** Ctrl-C, which is a key like another in this mode. */
  readonly interrupt: () => void
  /** Before the program is stopped by Ctrl-Z, and after it goes on. */
  readonly suspend?: () => void
  readonly resume?: () => void
}

/** Keys that are being listened to. */
export interface KeyListener {
  /** Gives the terminal back; a second call does nothing. It also happens when the process exits. */
  close(): void
}

const ctrlC = '\u0003'
const ctrlZ = '\u001a'
const ctrlBackslash = '\u001c'
// Arrow keys and the like arrive as sequences (ECMA-48, section 5.4) whose letters are no commands; so does Alt.
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const escapeSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/gs

/**
 * Listens to single keys, when the source is a terminal that this process may use. The terminal is restored on `close`,
 * at exit, after a crash, and while the program is suspended. Never keeps the process alive.
 *
 * @returns undefined when there is no such terminal
 */
export function listenToKeys(actions: KeyActions, source: KeySource = process.stdin): KeyListener | undefined {
  if (source.isTTY !== true || source.setRawMode === undefined || !isInForeground()) return undefined
  const setRaw = (isRaw: boolean): void => {
    try {
      source.setRawMode?.(isRaw)
    } catch {
      // The terminal is gone.
    }
  }

  const suspend = (signal: 'SIGTSTP' | 'SIGQUIT'): void => {
    setRaw(false)
    actions.suspend?.()
    process.once('SIGCONT', () => {
      if (isClosed) return
      setRaw(true)
      actions.resume?.()
    })
    // To the whole group, as the terminal would: npm and shells that wait for us stop too.
    process.kill(0, signal)
  }
  const onData = (chunk: Buffer | string): void => {
    for (const key of chunk.toString().replace(escapeSequence, '')) {
      if (key === ctrlC) actions.interrupt()
      else if (key === ctrlZ) suspend('SIGTSTP')
      else if (key === ctrlBackslash) suspend('SIGQUIT')
      else if (Object.hasOwn(actions.keys, key.toLowerCase())) actions.keys[key.toLowerCase()]?.()
    }
  }

  let isClosed = false
  const close = (): void => {
    if (isClosed) return
    isClosed = true
    source.removeListener('data', onData)
    source.pause()
    setRaw(false)
    process.removeListener('exit', close)
  }
  setRaw(true)
  source.on('data', onData)
  source.resume()
  source.unref?.()
  process.on('exit', close)
  return { close }
}
