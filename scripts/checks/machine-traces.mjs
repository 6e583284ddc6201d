// @ts-check
/** Finds what ties a file to one machine or one registry: hosts of package registries, absolute paths. */

// Put together from pieces, so that this file does not name what it looks for.
const hosts = [
  ['registry', 'npmjs'],
  ['registry', 'yarnpkg'],
  ['npm', 'pkg', 'github'],
  ['pypi', 'org'],
  ['pythonhosted', 'org'],
  ['deb', 'debian'],
  ['crates', 'io'],
].map((parts) => parts.join('.'))

const folders = [
  ['', 'work', ''],
  ['', 'root', ''],
  ['', 'opt', 'pypi'],
  ['', 'opt', 'wheels'],
  ['', 'home', '\\w+', ''],
  ['', 'Users', '\\w+', ''],
].map((parts) => parts.join('/'))

const pattern = new RegExp(
  `${hosts.map((host) => host.replaceAll('.', '\\.')).join('|')}|(?<![\\w.$}~*-])(?:${folders.join('|')})`,
)

/**
 * @param {ReadonlyMap<string, string>} contents  text by path
 * @returns {string[]} one line per trace
 */
export function findMachineTraces(contents) {
  /** @type {string[]} */
  const found = []
  for (const [path, text] of contents) {
    if (!pattern.test(text)) continue
    text.split('\n').forEach((line, index) => {
      const match = pattern.exec(line)
      if (match !== null) found.push(`${path}:${index + 1}  ${match[0]}`)
    })
  }
  return found
}
