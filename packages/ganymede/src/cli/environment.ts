/** What was found on this machine. Each check stands alone: one that fails says so and stops no other. */

import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { bytesText, counted } from '@ganymede/core/text'
import { toolkitVersion } from '../toolkit-version.js'
import { reportOf } from './terminal/error-report.js'

/** The result of one check. */
export interface EnvironmentCheck {
  readonly name: string
  readonly status: 'ok' | 'warn' | 'fail'
  readonly text: string
  /** What mends it; only where something is to be mended. */
  readonly remedy?: string
  /** Figures behind the text. */
  readonly facts?: Readonly<Record<string, unknown>>
}

const oldestNode = [20, 19] as const

/** All checks but the speed test, in the order in which they are shown. */
export async function checkEnvironment(): Promise<EnvironmentCheck[]> {
  const results: EnvironmentCheck[] = [nodeCheck(), machineCheck()]
  for (const [name, check] of [
    ['libtorch', torchChecks],
    ['sharp', sharpCheck],
  ] as const) {
    try {
      results.push(...[await check()].flat())
    } catch (error) {
      const { code, message, lines } = reportOf(error)
      const run = lines.find((line) => line.startsWith('Run:'))
      results.push({
        name,
        status: 'fail',
        text: `${code}: ${message}`,
        remedy: run ?? (name === 'sharp' ? 'Run: npm install' : 'Run: npx ganymede setup'),
        facts: { lines },
      })
    }
  }
  return [...results, compilerCheck()]
}

function nodeCheck(): EnvironmentCheck {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNew = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  return {
    name: 'node',
    status: isNew ? 'ok' : 'fail',
    text: `Node.js ${process.versions.node}, Ganymede ${toolkitVersion()}, ${os.type()} ${os.release()} ${os.arch()}`,
    ...(isNew ? {} : { remedy: `Install Node.js ${oldestNode.join('.')} or newer.` }),
    facts: { node: process.versions.node, ganymede: toolkitVersion(), platform: process.platform, arch: process.arch },
  }
}

// A small model trains in less; below this even loading libtorch may fail.
const leastMemory = 1e9

function machineCheck(): EnvironmentCheck {
  const cores = os.availableParallelism()
  const model = os.cpus()[0]?.model.trim() ?? 'unknown processor'
  const [free, total] = [os.freemem(), os.totalmem()]
  const disk = diskFree()
  const isShort = free < leastMemory
  return {
    name: 'machine',
    status: isShort ? 'warn' : 'ok',
    text: [
      `${model}, ${counted(cores, 'core')}`,
      `memory ${bytesText(free)} free of ${bytesText(total)}`,
      ...(disk === undefined ? [] : [`disk ${bytesText(disk)} free here`]),
    ].join(' · '),
    ...(isShort ? { remedy: 'Close other programs, or train with a smaller --batch.' } : {}),
    facts: { cpu: model, cores, memoryFree: free, memoryTotal: total, diskFree: disk ?? null },
  }
}

function diskFree(): number | undefined {
  try {
    const { bavail, bsize } = fs.statfsSync('.')
    return bavail * bsize
  } catch {
    return undefined
  }
}

async function torchChecks(): Promise<EnvironmentCheck[]> {
  const torch = await import('@ganymede/torch')
  const record = torch.readBuildRecord()
  const { version, cpu, parallel } = torch.libtorchVersion()
  const place = record === null ? 'named by GANYMEDE_ADDON' : `${record.libtorch.root} (${record.libtorch.source})`
  const threads = torch.getThreads()
  const cuda = torch.deviceCount('cuda')
  const hasCuda = record?.libtorch.cuda === true
  const { amxBf16, avx512Bf16 } = torch.cpuFeatures()
  const units = amxBf16 ? 'AMX' : avx512Bf16 ? 'AVX-512 BF16' : undefined
  return [
    {
      name: 'libtorch',
      status: 'ok',
      text: `${version} from ${place}`,
      facts: {
        version,
        root: record?.libtorch.root ?? null,
        source: record?.libtorch.source ?? null,
        addon: record?.addon ?? null,
        parallel,
      },
    },
    {
      name: 'cpu',
      status: 'ok',
      text: `${counted(threads, 'thread')}, ${cpu} kernels, bfloat16 ${units === undefined ? 'without native units: training uses float32' : `on ${units}: training uses it`}`,
      facts: { threads, kernels: cpu, amxBf16, avx512Bf16, precision: torch.defaultPrecision('cpu') },
    },
    {
      name: 'cuda',
      status: 'ok',
      text:
        cuda > 0
          ? counted(cuda, 'device')
          : hasCuda
            ? 'in libtorch, but no device was found'
            : 'not in this libtorch; training runs on the CPU',
      facts: { devices: cuda, inLibtorch: hasCuda },
    },
  ]
}

async function sharpCheck(): Promise<EnvironmentCheck> {
  const { default: sharp } = await import('sharp')
  const { sharp: version, vips } = sharp.versions
  const input = Object.entries(sharp.format)
    .filter(([, { input }]) => input.file)
    .map(([name]) => name)
  const wanted = ['jpeg', 'png', 'webp', 'tiff', 'gif'].filter((name) => input.includes(name))
  return {
    name: 'sharp',
    status: 'ok',
    text: `${version} with libvips ${vips}: reads ${wanted.join(', ')}`,
    facts: { version, vips, input },
  }
}

function compilerCheck(): EnvironmentCheck {
  const candidates = [process.env.CXX, 'g++', 'clang++', 'c++'].filter((name) => name !== undefined && name !== '')
  for (const name of candidates) {
    // CXX may hold options behind the compiler's name.
    const [program = '', ...words] = (name ?? '').split(' ')
    const { status, stdout } = spawnSync(program, [...words, '--version'], { encoding: 'utf8', timeout: 5000 })
    if (status === 0) {
      return { name: 'compiler', status: 'ok', text: stdout.split('\n')[0] ?? program, facts: { compiler: program } }
    }
  }
  return {
    name: 'compiler',
    status: 'warn',
    text: 'none found; only set-up needs one',
    remedy:
      process.platform === 'darwin' ? 'Run: xcode-select --install' : 'Install g++, for example: apt-get install g++',
  }
}
