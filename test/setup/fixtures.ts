/** Small worlds for the tests of set-up: folders, programs that only pretend, a libtorch of two tiny libraries. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { ZipFile } from 'yazl'
import { type Context, createContext } from '../../packages/torch/setup/context.mjs'
import { Reporter } from '../../packages/torch/setup/report.mjs'

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ganymede-setup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes files given as `{ 'path/in/folder': text }`. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** A zip file of another program's making; equal files give equal bytes. */
export function zip(
  files: Readonly<Record<string, string | Uint8Array>>,
  { compress = true }: { compress?: boolean } = {},
): Promise<Buffer> {
  const archive = new ZipFile()
  const options = { compress, mtime: new Date(2026, 0, 1), forceDosTimestamp: true }
  for (const [path, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), path, options)
  archive.end()
  return buffer(archive.outputStream)
}

/** Puts a shell script into `<folder>/bin` and returns that folder, for a PATH. */
export function fakeProgram(folder: string, name: string, script: string): string {
  const bin = join(folder, 'bin')
  writeFiles(bin, { [name]: `#!/bin/sh\n${script}\n` })
  chmodSync(join(bin, name), 0o755)
  return bin
}

/** A context that sees nothing of this machine but what the test gives it. */
export function isolatedContext(folder: string, given: Partial<Context> = {}): Context {
  const { env = {}, ...rest } = given
  return createContext({
    root: folder,
    platform: 'linux',
    arch: process.arch,
    libc: 'glibc',
    report: new Reporter({ quiet: true }),
    ...rest,
    env: { PATH: join(folder, 'bin'), HOME: folder, GANYMEDE_CACHE: join(folder, 'cache'), INIT_CWD: folder, ...env },
  })
}

const elfMachine = { x64: 62, arm64: 183 } as const

/** The first bytes of a shared library for Linux. */
export function elfHeader(arch: keyof typeof elfMachine = process.arch === 'arm64' ? 'arm64' : 'x64'): Buffer {
  const header = Buffer.alloc(64)
  header.writeUInt32BE(0x7f454c46, 0)
  header.writeUInt16LE(elfMachine[arch], 18)
  return header
}

/** Files of a libtorch that looks right but holds no code; `prefix` as in a wheel or an archive. */
export function hollowLibtorch(version: string, prefix = ''): Record<string, string | Uint8Array> {
  return {
    [`${prefix}include/ATen/ATen.h`]: '#pragma once\n',
    [`${prefix}include/torch/csrc/long.h`]: '#pragma once\n',
    [`${prefix}lib/libtorch_cpu.so`]: elfHeader(),
    [`${prefix}lib/libc10.so`]: elfHeader(),
    [`${prefix}version.py`]: `from typing import Optional\n\n__version__ = '${version}'\n`,
  }
}

/** A libtorch that can be linked and loaded, though it computes nothing. */
export function loadableLibtorch(folder: string, version = '2.13.0'): string {
  writeFiles(folder, {
    ...hollowLibtorch(version),
    'a.cc': 'extern "C" __attribute__((visibility("default"))) int torchAnswer() { return 42; }\n',
  })
  for (const name of ['torch_cpu', 'c10']) {
    const library = join(folder, 'lib', `lib${name}.so`)
    rmSync(library)
    execFileSync('c++', ['-shared', '-fPIC', join(folder, 'a.cc'), `-Wl,-soname,lib${name}.so`, '-o', library])
  }
  return folder
}

/** Sources of an addon of two units and a header, for `packages/torch/native`. */
export const smallAddon = {
  'packages/torch/native/answer.h': '#pragma once\nint answer();\n',
  'packages/torch/native/answer.cc':
    '#include <torch/csrc/long.h>\n#include "answer.h"\nextern "C" int torchAnswer();\nint answer() { return torchAnswer(); }\n',
  'packages/torch/native/addon.cc': `#include <node_api.h>
#include "answer.h"
NAPI_MODULE_INIT() {
  napi_value value;
  napi_create_int32(env, answer(), &value);
  napi_set_named_property(env, exports, "answer", value);
  return exports;
}
`,
}
