// @ts-check
/** Clean-up that also happens when the user presses Ctrl-C: temporary folders and locks do not stay behind. */

/** @type {Set<() => void>} */
const pending = new Set()
const signals = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })

/**
 * Registers a synchronous clean-up. Signals end the process only while something is registered: afterwards they belong
 * to whatever set-up was done for, such as the training command.
 *
 * @param {() => void} cleanUp
 * @returns {() => void} does it now and forgets it
 */
export function atExit(cleanUp) {
  if (pending.size === 0) {
    process.on('exit', runAll)
    for (const signal of Object.keys(signals)) process.on(signal, end)
  }
  pending.add(cleanUp)
  return () => {
    if (!pending.delete(cleanUp)) return
    cleanUp()
    if (pending.size > 0) return
    process.off('exit', runAll)
    for (const signal of Object.keys(signals)) process.off(signal, end)
  }
}

/** @param {keyof typeof signals} signal */
function end(signal) {
  process.exit(signals[signal])
}

function runAll() {
  for (const cleanUp of pending) cleanUp()
}
