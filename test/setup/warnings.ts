/** Process warnings in tests: each is a failure unless the test, or the list below, says that it is expected. */

/** Warnings of the runtime that say nothing about our code, with the reason why each is here. */
const tolerated: readonly { readonly pattern: RegExp; readonly reason: string }[] = []

let seen: Error[] = []
let expected: RegExp[] = []

// Node.js would print them as well; a failed test shows them, and nobody needs to read the others.
process.removeAllListeners('warning')
process.on('warning', (warning) => seen.push(warning))

/**
 * Allows warnings in the test that calls it, and only there.
 *
 * @param pattern  matched against `Name: message`
 */
export function expectWarning(pattern: RegExp): void {
  expected.push(pattern)
}

/** Forgets what came before, such as warnings while the file was imported by vitest itself. */
export function startWatchingWarnings(): void {
  seen = []
  expected = []
}

/**
 * Throws when a warning came that was not expected, or one that was expected did not come.
 *
 * @throws Error with every such warning
 */
export async function failOnUnexpectedWarnings(): Promise<void> {
  // Node.js emits warnings in the next tick, so that a handler can be attached first.
  await new Promise((resolve) => setImmediate(resolve))
  const texts = seen.map(({ name, message }) => `${name}: ${message}`)
  const allowed = [...expected, ...tolerated.map(({ pattern }) => pattern)]
  const surprising = texts.filter((text) => !allowed.some((pattern) => pattern.test(text)))
  const absent = expected.filter((pattern) => !texts.some((text) => pattern.test(text)))
  startWatchingWarnings()
  if (surprising.length > 0) throw new Error(`unexpected warning\n  ${surprising.join('\n  ')}`)
  if (absent.length > 0) throw new Error(`an expected warning did not come: ${absent.join(', ')}`)
}
