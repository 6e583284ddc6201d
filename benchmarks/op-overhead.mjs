// What one operator call costs: user-CPU nanoseconds of `add` on two tensors of two elements, through the public API
// inside a scope, through the addon alone, and in Python with the same libtorch where there is one.
//
//     node benchmarks/op-overhead.mjs [--rounds 15] [--python python3]
//
// Fixed counts, interleaved rounds, median and minimum. User CPU time, because other processes share the machine.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { loadavg } from 'node:os'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { add, memory, readBuildRecord, scope, setThreads, tensor } from '@ganymede/torch'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, python: { type: 'string', default: 'python3' } },
})
const rounds = Number(values.rounds)
const scopes = 100
const callsPerScope = 1000
const calls = scopes * callsPerScope

setThreads(1)
const a = tensor([1, 2])
const b = tensor([3, 4])

/** @param {() => void} work */
function userNanoseconds(work) {
  const before = process.cpuUsage()
  work()
  return (process.cpuUsage(before).user * 1000) / calls
}

function throughFunction() {
  for (let k = 0; k < scopes; k++) {
    scope(() => {
      for (let i = 0; i < callsPerScope; i++) add(a, b)
    })
  }
}

function throughMethod() {
  for (let k = 0; k < scopes; k++) {
    scope(() => {
      for (let i = 0; i < callsPerScope; i++) a.add(b)
    })
  }
}

const addon = createRequire(import.meta.url)(process.env.GANYMEDE_ADDON ?? readBuildRecord()?.addon ?? '')
const nativeAdd = addon.op('aten::add.Tensor')
const nativeA = addon.fromData(new Float32Array([1, 2]), [2], 'float32')
const nativeB = addon.fromData(new Float32Array([3, 4]), [2], 'float32')
const slots = new Uint32Array(callsPerScope)

function throughAddon() {
  for (let k = 0; k < scopes; k++) {
    for (let i = 0; i < callsPerScope; i++) slots[i] = nativeAdd(nativeA, nativeB)
    addon.free(slots, callsPerScope)
  }
}

const pythonSource = `
import resource, sys, torch
torch.set_num_threads(1)
a, b = torch.ones(2), torch.ones(2)
def user(): return resource.getrusage(resource.RUSAGE_SELF).ru_utime
def work():
    for _ in range(${scopes}):
        kept = []
        for _ in range(${callsPerScope}): kept.append(torch.add(a, b))
work()
print(torch.__version__, flush=True)
for line in sys.stdin:
    start = user(); work(); print((user() - start) / ${calls} * 1e9, flush=True)
`

/** A Python process that measures one round per line; null where Python or its torch is missing. */
async function startPython() {
  const child = spawn(values.python, ['-c', pythonSource], { stdio: ['pipe', 'pipe', 'ignore'] })
  child.on('error', () => {})
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const first = await lines.next()
  if (first.done) return null
  return {
    version: first.value,
    round: async () => {
      child.stdin.write('\n')
      return Number((await lines.next()).value)
    },
    stop: () => child.stdin.end(),
  }
}

const python = await startPython()
const variants = new Map([
  ['add(a, b) in a scope', async () => userNanoseconds(throughFunction)],
  ['a.add(b) in a scope', async () => userNanoseconds(throughMethod)],
  ['addon alone', async () => userNanoseconds(throughAddon)],
])
if (python) variants.set(`Python, torch ${python.version}`, python.round)

/** @type {Map<string, number[]>} */
const results = new Map([...variants.keys()].map((name) => [name, []]))
for (const work of [throughFunction, throughMethod, throughAddon]) work()
const before = memory().live
for (let round = 0; round < rounds; round++) {
  for (const [name, measure] of variants) results.get(name)?.push(await measure())
}
if (memory().live !== before) throw new Error('the benchmark leaked tensors')
python?.stop()

const load = loadavg().map((value) => value.toFixed(2))
console.log(`${calls} calls per round, ${rounds} rounds, user CPU, load ${load.join(' ')}`)
console.log(`${'ns per call'.padEnd(28)}  median  minimum`)
for (const [name, times] of results) {
  const sorted = times.toSorted((x, y) => x - y)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  console.log(`${name.padEnd(28)}  ${median.toFixed(0).padStart(6)}  ${(sorted[0] ?? 0).toFixed(0).padStart(7)}`)
}
