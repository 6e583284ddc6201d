// @ts-check
/** Looks at a folder and says whether it is a libtorch that the addon can be built against on this machine. */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { oldestVersion, parseVersion, versionProblem } from './libtorch-versions.mjs'
import { fileMark } from './stamp.mjs'

/**
 * @typedef {object} Libtorch
 * @property {string} root          folder with include/ and lib/
 * @property {string} version       `2.13.0`, as the macro TORCH_VERSION
 * @property {string} fullVersion   `2.13.0+cpu`
 * @property {boolean} cuda         libtorch_cuda is there
 * @property {'LIBTORCH' | 'python' | 'cache' | 'fetched' | 'remembered'} source
 * @property {string} mark          changes when the library file is replaced
 */

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {{ code: 'TORCH_INVALID' | 'TORCH_VERSION', reason: string }} Refusal */

const elfMachines = /** @type {Readonly<Record<string, number>>} */ ({ x64: 62, arm64: 183 })

/**
 * @param {Pick<Context, 'platform' | 'arch' | 'libc'>} context
 * @param {string} root
 * @param {Libtorch['source']} source
 * @returns {{ libtorch: Libtorch } | { refusal: Refusal }}
 */
export function inspectLibtorch(context, root, source) {
  const reason = layoutProblem(context, root)
  if (reason !== null) return refuse('TORCH_INVALID', reason)
  const fullVersion = readVersion(root)
  if (fullVersion === null) return refuse('TORCH_INVALID', 'its version cannot be read')
  const problem = versionProblem(fullVersion)
  if (problem === 'old') {
    return refuse('TORCH_VERSION', `libtorch ${fullVersion} is older than ${oldestVersion}, the oldest supported`)
  }
  if (problem === 'new') return refuse('TORCH_VERSION', `libtorch ${fullVersion} is newer than the supported 2.x`)
  if (problem === 'unknown') return refuse('TORCH_INVALID', `its version "${fullVersion}" is not a version number`)
  const library = join(root, 'lib', libraryName(context.platform, 'torch_cpu'))
  return {
    libtorch: {
      root,
      version: /** @type {{ base: string }} */ (parseVersion(fullVersion)).base,
      fullVersion,
      cuda: existsSync(join(root, 'lib', libraryName(context.platform, 'torch_cuda'))),
      source,
      mark: fileMark(library),
    },
  }
}

/**
 * @param {NodeJS.Platform} platform
 * @param {string} name
 */
export function libraryName(platform, name) {
  return platform === 'darwin' ? `lib${name}.dylib` : `lib${name}.so`
}

/**
 * @param {Pick<Context, 'platform' | 'arch' | 'libc'>} context
 * @param {string} root
 * @returns {string | null}
 */
function layoutProblem({ platform, arch, libc }, root) {
  const stat = statSync(root, { throwIfNoEntry: false })
  if (stat === undefined) return 'it does not exist'
  if (!stat.isDirectory()) return 'it is a file; unpack it and name the folder that holds include/ and lib/'
  const inside = ['torch', 'libtorch'].find((name) => existsSync(join(root, name, 'lib')))
  const lib = join(root, 'lib')
  const library = libraryName(platform, 'torch_cpu')
  if (!existsSync(join(lib, library))) {
    if (inside !== undefined) return `it holds no lib/${library}, but its folder ${inside} may: ${join(root, inside)}`
    const foreign = ['libtorch_cpu.so', 'libtorch_cpu.dylib', 'torch_cpu.dll', 'torch_cpu.lib']
      .filter((name) => name !== library)
      .find((name) => existsSync(join(lib, name)))
    if (foreign !== undefined) return `it is for another operating system (lib/${foreign})`
    return `it holds no lib/${library}`
  }
  if (!existsSync(join(root, 'include', 'ATen', 'ATen.h'))) {
    return 'it holds no include/ATen/ATen.h; distributions that strip the headers cannot be used'
  }
  const machine = elfMachines[arch]
  const found = platform === 'linux' ? elfMachine(join(lib, library)) : null
  if (found !== null && machine !== undefined && found !== machine) {
    const name = Object.keys(elfMachines).find((key) => elfMachines[key] === found) ?? `ELF machine ${found}`
    return `it is built for ${name}, this Node.js for ${arch}`
  }
  if (libc === 'musl' && existsSync(join(root, 'lib', 'libgomp.so.1'))) {
    return 'it is built for glibc, this system uses musl'
  }
  return null
}

/**
 * The processor a shared library is made for, from bytes 18 and 19 of the ELF header.
 *
 * @param {string} path
 * @returns {number | null} null where it is not an ELF file
 */
export function elfMachine(path) {
  const header = Buffer.alloc(20)
  const file = openSync(path, 'r')
  try {
    if (readSync(file, header, 0, 20, 0) < 20) return null
  } finally {
    closeSync(file)
  }
  return header.readUInt32BE(0) === 0x7f454c46 ? header.readUInt16LE(18) : null
}

/**
 * @param {string} root
 * @returns {string | null}
 */
function readVersion(root) {
  const sources = [
    { file: 'build-version', pattern: /^(\S+)/ }, // archive of libtorch
    { file: 'version.py', pattern: /^__version__(?::[^=]*)? = ['"]([^'"]+)['"]/m }, // wheel
    { file: 'include/torch/headeronly/version.h', pattern: /TORCH_VERSION\s*\\?\s*"([^"]+)"/ },
    { file: 'include/torch/csrc/api/include/torch/version.h', pattern: /TORCH_VERSION\s*\\?\s*"([^"]+)"/ },
  ]
  for (const { file, pattern } of sources) {
    const path = join(root, file)
    const version = existsSync(path) ? pattern.exec(readFileSync(path, 'utf8'))?.[1] : undefined
    if (version !== undefined) return version
  }
  return null
}

/**
 * @param {Refusal['code']} code
 * @param {string} reason
 * @returns {{ refusal: Refusal }}
 */
function refuse(code, reason) {
  return { refusal: { code, reason } }
}
