import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Context } from '../../packages/torch/setup/context.mjs'
import { SetupError } from '../../packages/torch/setup/errors.mjs'
import { fetchLibtorch, libtorchPlace } from '../../packages/torch/setup/fetch-libtorch.mjs'
import {
  elfHeader,
  fakeProgram,
  hollowLibtorch,
  isolatedContext,
  temporaryFolder,
  writeFiles,
  zip,
} from './fixtures.js'

const platform = `linux-${process.arch}`

/** A Python whose pip answers like the real one: it has pip, and `download` does what the script says. */
function fakePip(folder: string, download: string): void {
  const script = `
for last; do
  if [ "$previous" = --dest ]; then dest="$last"; fi
  previous="$last"
done
case "$*" in
  *--version*) echo "pip 23.2.1 from somewhere" ;;
  *"pip download"*) ${download} ;;
esac`
  fakeProgram(folder, 'python3', script)
}

/** A server on this machine that has one file. */
async function serve(content: Uint8Array | null, bytes?: Partial<{ sha256: string; bytes: number }>) {
  const server = createServer((_, response) => {
    if (content === null) response.writeHead(503).end()
    else response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const sha256 = createHash('sha256')
    .update(content ?? '')
    .digest('hex')
  const file = { url: `http://127.0.0.1:${port}/libtorch.zip`, sha256, bytes: content?.length ?? 0, ...bytes }
  return { archives: { [platform]: file } }
}

const unreachable = { archives: { [platform]: { url: 'http://127.0.0.1:49151/libtorch.zip', sha256: '', bytes: 1 } } }

async function failure(work: Promise<unknown>): Promise<SetupError> {
  const error = await work.then(
    () => expect.fail('it succeeded'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(SetupError)
  return error as SetupError
}

function leftovers(context: Context): string[] {
  return readdirSync(join(context.env.GANYMEDE_CACHE ?? '')).filter((name) => name.startsWith('.'))
}

describe('with pip', () => {
  test('unpacks libraries, headers and version of the wheel, and nothing else', async () => {
    const folder = temporaryFolder()
    writeFiles(folder, {
      'torch.whl': await zip({
        ...hollowLibtorch('2.13.0+cpu', 'torch/'),
        'torch/lib/libtorch_python.so': elfHeader(),
        'torch/nn/__init__.py': '',
        'torchgen/gen.py': '',
      }),
    })
    fakePip(folder, `cp "${join(folder, 'torch.whl')}" "$dest/torch-2.13.0.whl"`)
    const context = isolatedContext(folder, { env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` } })
    const libtorch = await fetchLibtorch(context, [], unreachable)
    const target = join(folder, 'cache', 'torch-2.13.0')
    expect(libtorch).toMatchObject({ root: target, source: 'fetched', version: '2.13.0', fullVersion: '2.13.0+cpu' })
    expect(readdirSync(target).sort()).toEqual(['include', 'lib', 'version.py'])
    expect(readdirSync(join(target, 'lib')).sort()).toEqual(['libc10.so', 'libtorch_cpu.so'])
    expect(leftovers(context)).toEqual([])
  })

  test('asks for the CPU build, of the pinned version, without dependencies', async () => {
    const folder = temporaryFolder()
    fakePip(folder, `echo "$*" > "${join(folder, 'asked')}"; exit 1`)
    await failure(fetchLibtorch(isolatedContext(folder), [], unreachable))
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(/download --no-deps .*torch==2\.13\.0\+cpu/)
  })

  test('goes on to the official archive when pip has no CPU build', async () => {
    const folder = temporaryFolder()
    fakePip(folder, 'echo "ERROR: No matching distribution found for torch==2.13.0+cpu" >&2; exit 1')
    const server = await serve(await zip({ ...hollowLibtorch('2.13.0', 'libtorch/'), 'libtorch/share/x.cmake': '' }))
    const libtorch = await fetchLibtorch(isolatedContext(folder), [], server)
    expect(libtorch.version).toBe('2.13.0')
    expect(existsSync(join(libtorch.root, 'share'))).toBe(false)
  })

  test('names a full disk and leaves nothing behind', async () => {
    const folder = temporaryFolder()
    fakePip(
      folder,
      'echo "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device" >&2; exit 1',
    )
    const context = isolatedContext(folder)
    const error = await failure(fetchLibtorch(context, [], unreachable))
    expect(error.code).toBe('DISK_FULL')
    expect(error.remedies.join(' ')).toContain('GANYMEDE_CACHE')
    expect(leftovers(context)).toEqual([])
  })

  test('refuses a CUDA build, which would not load by itself', async () => {
    const folder = temporaryFolder()
    writeFiles(folder, {
      'torch.whl': await zip({ ...hollowLibtorch('2.13.0', 'torch/'), 'torch/lib/libtorch_cuda.so': elfHeader() }),
    })
    fakePip(folder, `cp "${join(folder, 'torch.whl')}" "$dest/torch.whl"`)
    const context = isolatedContext(folder, { env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` } })
    const error = await failure(fetchLibtorch(context, [], unreachable))
    expect(error.message).toContain('CUDA build')
    expect(existsSync(join(folder, 'cache', 'torch-2.13.0'))).toBe(false)
  })
})

describe('without pip', () => {
  test('fetches the official archive and checks it', async () => {
    const folder = temporaryFolder()
    const server = await serve(await zip(hollowLibtorch('2.13.0', 'libtorch/')))
    const libtorch = await fetchLibtorch(isolatedContext(folder), [], server)
    expect(libtorch).toMatchObject({ source: 'fetched', root: join(folder, 'cache', 'torch-2.13.0') })
  })

  test('refuses an archive that is not the pinned one', async () => {
    const folder = temporaryFolder()
    const context = isolatedContext(folder)
    const server = await serve(await zip(hollowLibtorch('2.13.0', 'libtorch/')), { sha256: '0'.repeat(64) })
    const error = await failure(fetchLibtorch(context, [], server))
    expect(error).toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('not the one that was pinned'),
    })
    expect(leftovers(context)).toEqual([])
  })

  test('stops reading when more comes than the archive has', async () => {
    const folder = temporaryFolder()
    const server = await serve(new Uint8Array(100_000), { bytes: 10 })
    const error = await failure(fetchLibtorch(isolatedContext(folder), [], server))
    expect(error.lines).toContain('more than 10 bytes came')
  })

  test('lists what was tried, and how to go on without a network', async () => {
    const folder = temporaryFolder()
    const tried = [{ place: 'LIBTORCH', result: 'not set' }]
    const error = await failure(fetchLibtorch(isolatedContext(folder), tried, unreachable))
    expect(error.code).toBe('TORCH_MISSING')
    expect(error.lines).toEqual([
      'LIBTORCH         not set',
      'pip              not found',
      '127.0.0.1:49151  cannot be reached (ECONNREFUSED)',
    ])
    expect(error.remedies.join('\n')).toMatch(/Python with pip, .*\n.*pip.*\nCheck the network/)
    expect(error.remedies.join('\n')).toContain('LIBTORCH=<the unpacked folder> npm run setup')
  })

  test('reports what the server answered', async () => {
    const folder = temporaryFolder()
    const error = await failure(fetchLibtorch(isolatedContext(folder), [], await serve(null)))
    expect(error.lines.join('\n')).toContain('answered 503 Service Unavailable')
  })
})

test('clears away what a killed set-up has left in the cache', async () => {
  const folder = temporaryFolder()
  const context = isolatedContext(folder)
  const dead = join(folder, 'cache', '.partial-999999999-abc')
  mkdirSync(dead, { recursive: true })
  writeFileSync(join(dead, 'torch.whl'), 'half')
  await failure(fetchLibtorch(context, [], unreachable))
  expect(leftovers(context)).toEqual([])
})

test('keeps the libtorch that another set-up has put into the cache meanwhile', async () => {
  const folder = temporaryFolder()
  const context = isolatedContext(folder)
  const place = join(folder, 'cache', 'torch-2.13.0')
  const archive = await serve(await zip(hollowLibtorch('2.13.0', 'libtorch/')))
  const first = await fetchLibtorch(context, [], archive)
  const second = await fetchLibtorch(context, [], archive)
  expect([first.root, second.root, second.mark]).toEqual([place, place, first.mark])
  expect(leftovers(context)).toEqual([])
})

test('makes the cache for its user alone', async () => {
  const folder = temporaryFolder()
  await failure(fetchLibtorch(isolatedContext(folder), [], unreachable))
  expect(statSync(join(folder, 'cache')).mode & 0o777).toBe(0o700)
})

test('replaces a damaged folder in the cache', async () => {
  const folder = temporaryFolder()
  writeFiles(join(folder, 'cache', 'torch-2.13.0'), { 'lib/half': '' })
  const libtorch = await fetchLibtorch(
    isolatedContext(folder),
    [],
    await serve(await zip(hollowLibtorch('2.13.0', 'libtorch/'))),
  )
  expect(readdirSync(join(libtorch.root, 'lib'))).not.toContain('half')
})

describe('a machine that libtorch does not run on', () => {
  const machines: { name: string; given: Partial<Context>; says: string }[] = [
    { name: 'Windows', given: { platform: 'win32', libc: 'none' }, says: 'WSL 2' },
    { name: 'musl', given: { libc: 'musl' }, says: 'glibc' },
    { name: 'a 32-bit processor', given: { arch: 'arm' }, says: 'that you have built' },
  ]
  test.each(machines)('$name', async ({ given, says }) => {
    const error = await failure(fetchLibtorch(isolatedContext(temporaryFolder(), given), [], unreachable))
    expect(error.code).toBe('PLATFORM_UNSUPPORTED')
    expect(error.remedies.join(' ')).toContain(says)
  })
})

const places: [string, string | null][] = [
  ['torch/lib/libtorch_cpu.so', 'lib/libtorch_cpu.so'],
  ['libtorch/lib/libgomp-98b21ff3.so.1', 'lib/libgomp-98b21ff3.so.1'],
  ['torch/include/ATen/ATen.h', 'include/ATen/ATen.h'],
  ['torch/version.py', 'version.py'],
  ['libtorch/build-version', 'build-version'],
  ['torch/lib/libtorch_python.so', null],
  ['torch/lib/libjitbackend_test.so', null],
  ['torch/bin/protoc', null],
  ['torchgen/model.py', null],
]
test.each(places)('gives %s the place %s', (name, place) => {
  expect(libtorchPlace(name)).toBe(place)
})
