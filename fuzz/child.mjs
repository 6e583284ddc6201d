// @ts-check
/**
 * The child process of the fuzzer: reads one file after the other and tells what came of each, and what it cost. Its argument
 * is the URL of a module with the readers; default: the registry.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { memory } from '../packages/torch/dist/index.js'

/**
 * @typedef {object} Outcome
 * @property {'read' | 'refused' | 'failed'} kind  failed: an error that is not the reader's own
 * @property {string} text       of the error
 * @property {string} place      where an error that is not the reader's own was thrown
 * @property {number} seconds    of processor time, on all threads
 * @property {number} peakBytes  resident memory at its highest
 * @property {number} leakedTensors
 * @property {readonly string[]} leftFiles
 */

const longestText = 16_384

/** @type {{ readers: readonly import('./reader.mjs').Reader[] }} */
const { readers } = await import(process.argv[2] ?? './readers/registry.mjs')

process.on('message', async (/** @type {{ reader: string, folder: string }} */ { reader: name, folder }) => {
  const reader = readers.find((one) => one.name === name)
  if (reader === undefined) throw new Error(`there is no reader "${name}"`)
  const file = join(folder, reader.file)
  const before = new Set(readdirSync(folder, { recursive: true }).map(String))
  const tensors = memory().live
  resetPeak()
  const clock = process.cpuUsage()
  const result = await outcomeOf(() => reader.read(file), reader.codes)
  const { user, system } = process.cpuUsage(clock)
  const peakBytes = peak()
  const leftFiles = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((one) => !before.has(one))
  process.send?.({
    ...result,
    seconds: (user + system) / 1e6,
    peakBytes,
    leakedTensors: memory().live - tensors,
    leftFiles,
  })
  // Garbage of earlier inputs must not count as memory of the next.
  if (peakBytes > 400 << 20) globalThis.gc?.()
})

process.send?.('ready')

/**
 * @param {() => unknown} body
 * @param {readonly string[]} codes
 * @returns {Promise<Pick<Outcome, 'kind' | 'text' | 'place'>>}
 */
async function outcomeOf(body, codes) {
  try {
    await body()
    return { kind: 'read', text: '', place: '' }
  } catch (error) {
    const {
      name,
      message,
      code,
      lines = [],
      stack = '',
    } = /** @type {Error & { code?: string, lines?: string[] }} */ (error)
    const text = [message, ...lines].join('\n')
    const isOwn = /^(Torch|Ganymede)Error$/.test(name) && codes.includes(code ?? '') && text.length <= longestText
    const told = `${name} ${code ?? ''}: ${text.length > longestText ? `(${text.length} characters) ` : ''}${text.slice(0, 400)}`
    const frames = stack.split('\n').filter((line) => /^\s+at .*dist\//.test(line))
    return { kind: isOwn ? 'refused' : 'failed', text: told, place: isOwn ? '' : frames.slice(0, 3).join('\n') }
  }
}

/** Linux keeps the highest resident memory of a process, and lets it begin anew. */
function resetPeak() {
  if (existsSync('/proc/self/clear_refs')) writeFileSync('/proc/self/clear_refs', '5')
}

function peak() {
  if (!existsSync('/proc/self/status')) return process.memoryUsage.rss()
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0)
}
