// @ts-check
/** Length of files: above 400 lines a file needs a reason, above 600 it is two files. */

const limit = 600
const noteworthy = 400

/**
 * @param {ReadonlyMap<string, string>} contents  text by path
 * @returns {{ tooLong: string[], long: string[] }} one line per file, the longest first
 */
export function findLongFiles(contents) {
  const measured = [...contents]
    .filter(([path]) => /\.([cm]?[jt]sx?|cc|h|css|html|py|sh)$/.test(path) && !/\.generated\.(d\.)?ts$/.test(path))
    .map(([path, text]) => ({ path, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) }))
    .sort((a, b) => b.lines - a.lines)
  const describe = (/** @type {{ path: string, lines: number }} */ { path, lines }) => `${path}  ${lines} lines`
  const isTest = (/** @type {string} */ path) => /\.test\.ts$/.test(path)
  return {
    tooLong: measured.filter(({ lines }) => lines > limit).map(describe),
    long: measured.filter(({ path, lines }) => lines > noteworthy && lines <= limit && !isTest(path)).map(describe),
  }
}
