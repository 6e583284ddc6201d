// @ts-check
/** Which libtorch set-up fetches, which it accepts, and where the official archive is. */

/** The version that is fetched when none is found. */
export const pinnedVersion = '2.13.0'

/** Versions against which the addon was compiled; others of the supported range are accepted with a remark. */
export const testedVersions = ['2.13.0', '2.14.1']

/** Builds before 2.7 use the C++ ABI of GCC 4: what a present compiler makes cannot be linked with them. */
export const oldestVersion = '2.7.0'

/**
 * The official archives without Python, by platform and architecture. The checksum is the one that several public
 * package recipes record for this file.
 *
 * @type {Readonly<Record<string, { url: string, sha256: string, bytes: number }>>}
 */
export const officialArchives = {
  'linux-x64': {
    url: 'https://download.pytorch.org/libtorch/cpu/libtorch-shared-with-deps-2.13.0%2Bcpu.zip',
    sha256: 'edbf4cbed78433d803e90a65f1752e57783d164bce66c95c0872b2ab8f5c159e',
    bytes: 126_385_248,
  },
}

/** Where a person finds libtorch for every platform. */
export const officialPage = 'https://pytorch.org/get-started/locally'

/**
 * @param {string} version  as libtorch writes it: `2.13.0`, `2.13.0+cpu`, `2.15.0a0+git1234`
 * @returns {{ base: string, numbers: [number, number, number] } | null}
 */
export function parseVersion(version) {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(version.trim())
  if (match === null) return null
  return { base: match[0], numbers: [Number(match[1]), Number(match[2]), Number(match[3])] }
}

/**
 * @param {string} version
 * @returns {'old' | 'new' | 'unknown' | null} null where it is supported
 */
export function versionProblem(version) {
  const parsed = parseVersion(version)
  if (parsed === null) return 'unknown'
  const oldest = /** @type {NonNullable<typeof parsed>} */ (parseVersion(oldestVersion)).numbers
  const [major, minor, patch] = parsed.numbers
  if (major > oldest[0]) return 'new'
  const older = major - oldest[0] || minor - oldest[1] || patch - oldest[2]
  return older < 0 ? 'old' : null
}
