// @ts-check
/** The first check of all: written so that any Node.js with modules can read this file. */

export const oldestNode = '20.19.0'

/**
 * @param {string} version  as in `process.versions.node`
 * @returns {boolean}
 */
export function isNodeOldEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number)
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

/** Ends the process with a message when this Node.js is too old. */
export function refuseOldNode(version = process.versions.node) {
  if (isNodeOldEnough(version)) return
  console.error(`✖ NODE_TOO_OLD  Node.js ${version} is too old for Ganymede
  needed  Node.js ${oldestNode} or newer
  here    ${process.execPath}
  Install a newer Node.js, for example the current LTS from https://nodejs.org, and run the command again.`)
  process.exit(3)
}
