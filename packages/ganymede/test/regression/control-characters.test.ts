/** Issue 10, B13: control characters of file and folder names reached the terminal. */
import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { html } from '../../src/report/html.js'
import { ganymede } from '../cli/commands/command-line.js'
import { addRun } from '../cli/commands/example-run.js'
import { encoded, temporaryFolder, writeTree } from '../data/fixtures.js'

const root = temporaryFolder()
// An escape sequence that colours, one that clears, a line feed, CSI in one byte, a change of direction.
const hostile = ['\u001b[31mred', '\u001b[2Jgone', 'two\nlines', '\u009b31mred', '\u202egnp.exe']
const data = path.join(root, 'da\u001b[31mta')
const runs = path.join(root, 'ru\u001b[31mns')

beforeAll(async () => {
  const png = await encoded('png')
  for (const name of hostile)
    writeTree(data, { [`${name}/a.png`]: png, [`${name}/b.png`]: png, [`${name}/${name}.png`]: 'no' })
  addRun(runs, { name: '0001-\u001b[31m' })
})

/** Nothing but printed letters and our own line feeds; none of the latter comes from a name. */
function expectHarmless(text: string): void {
  expect(text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u)
  expect(text).not.toMatch(/^lines/m)
}

describe('what commands print about files with control characters in their names', () => {
  it.each([
    ['data check', ['data', 'check', data], 4],
    ['data check with --json', ['data', 'check', data, '--json'], 4],
    ['data prepare', ['data', 'prepare', data, path.join(root, 'pre\u001b[31mpared'), '--size', '8', '--skip-bad'], 0],
    [
      'data pair',
      ['data', 'pair', data, '--pairs', 'edges', '--size', '8', '--skip-bad', '--out', path.join(root, 'pa\nirs.png')],
      0,
    ],
    ['an error that lists files', ['data', 'prepare', data, path.join(root, 'p2'), '--size', '8'], 2],
    ['an error that lists neighbours', ['data', 'check', path.join(data, 'none\u001b[31m')], 2],
    ['an unknown command', ['tra\u001b[31min'], 2],
    ['the table of runs', ['runs', '--runs', runs], 0],
    ['a run', ['runs', 'show', '1', '--runs', runs], 0],
    ['a comparison of runs', ['runs', 'compare', '1', '1', '--runs', runs], 0],
    ['no runs', ['runs', '--runs', path.join(root, 'no\u001b[31mne')], 0],
    ['a removed run', ['runs', 'rm', '1', '--yes', '--runs', runs], 0],
  ])('is harmless: %s', async (_, words, code) => {
    const { stdout, stderr, ...result } = await ganymede(...words)
    expect(result.code, stderr).toBe(code)
    expectHarmless(stdout)
    expectHarmless(stderr)
  })

  it('shows which file is meant', async () => {
    const { stdout } = await ganymede('data', 'check', data)
    expect(stdout).toContain('  two\\nlines/two\\nlines.png: not an image')
    expect(stdout).toContain('\\x1b[31mred 2, ')
    const { stdout: json } = await ganymede('data', 'check', data, '--json')
    const names = JSON.parse(json).classes.map(({ name }: { name: string }) => name)
    expect(new Set(names)).toEqual(new Set(hostile))
  })
})

it('writes them out in pages too', () => {
  expect(html`<b>${'\u202egnp\u001b'}</b>`.text).toBe('<b>\\u202egnp\\x1b</b>')
})

it('leaves no page-wide change of direction in the report of a run', async () => {
  const run = addRun(path.join(root, 'reported'), { name: '0001-\u202egnp' })
  expect((await ganymede('report', '1', '--runs', path.dirname(run.dir))).stderr).toBe('')
  const [page] = fs.readdirSync(run.dir).filter((name) => name.endsWith('.html'))
  expect(fs.readFileSync(path.join(run.dir, page ?? ''), 'utf8')).not.toContain('\u202e')
})
