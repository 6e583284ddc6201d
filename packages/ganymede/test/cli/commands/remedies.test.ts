/** What is advised exists: each option that a remedy, note or example names is one of its command's. */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ErrorCode, errorCatalogue, GanymedeError } from '@ganymede/core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { optionsNamedIn } from '../../../src/cli/fitting-remedy.js'
import { reportOf } from '../../../src/cli/terminal/error-report.js'
import { commandsWithFlags } from './command-flags.js'
import { ganymede } from './command-line.js'

const all = await commandsWithFlags()

/** Command lines of ours in a text, such as `ganymede data check photos/ --pairs`, to the end of what could be one. */
function commandLinesIn(text: string): string[] {
  return [...text.matchAll(/\bganymede ([a-z]+(?: [^\n'"`]*)?)/g)].map(([, line = '']) => line)
}

function unknownFlags(line: string): string[] {
  const words = line.split(/\s+/)
  const command = all
    .filter((one) => one.words.every((word, at) => words[at] === word))
    .sort((a, b) => b.words.length - a.words.length)[0]
  // A sentence may go on behind the command line.
  const own = line.split(/, | \(|; |\. |: /)[0] ?? ''
  return command === undefined ? [] : optionsNamedIn(own).filter((flag) => !command.flags.has(flag))
}

function filesBelow(folder: string, ending: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

const repository = fileURLToPath(new URL('../../../../../', import.meta.url))
const sources = ['core', 'runs', 'ganymede'].map((name) => `${repository}packages/${name}/src`)
const documents = ['docs', 'examples'].map((name) => repository + name)

describe('options that are advised', () => {
  it('stand behind commands that have them, in all sources and documents', () => {
    const ours = sources.flatMap((one) => ['.ts', '.md'].flatMap((ending) => filesBelow(one, ending)))
    const files = [...ours, ...documents.flatMap((one) => filesBelow(one, '.md'))]
    const lines = files.flatMap((file) => commandLinesIn(fs.readFileSync(file, 'utf8')).map((line) => ({ file, line })))
    expect(lines.length).toBeGreaterThan(150)
    const wrong = lines.flatMap(({ file, line }) =>
      unknownFlags(line).map((flag) => `${path.basename(file)}: ganymede ${line}: ${flag}`),
    )
    expect(wrong).toEqual([])
  })

  it.each(all.map(({ words, flags }) => ({ name: words.join(' '), flags })))(
    'by errors of `$name` are its own, whatever went wrong',
    ({ flags }) => {
      for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
        const { remedy = '' } = reportOf(new GanymedeError(code, 'x'), [...flags])
        expect(optionsNamedIn(remedy).filter((flag) => !flags.has(flag))).toEqual([])
      }
    },
  )

  it('are not --skip-bad where folders are compared, of which a picture is damaged', async () => {
    const folder = temporaryFolder()
    for (let i = 0; i < 3; i += 1) {
      const create = { width: 16, height: 16, channels: 3 as const, background: { r: i * 50, g: 9, b: 9 } }
      await sharp({ create })
        .png()
        .toFile(path.join(folder, `${i}.png`))
    }
    const damaged = path.join(folder, '1.png')
    fs.writeFileSync(damaged, fs.readFileSync(damaged).subarray(0, 30))
    const { code, stderr } = await ganymede('evaluate', folder, folder, '--metrics', 'swd')
    expect(code).toBe(2)
    expect(stderr).toContain('✖ DATA_UNREADABLE')
    expect(stderr).toContain(`Mend or remove them. All problems: ganymede data check ${folder}`)
    expect(stderr).not.toContain('--skip-bad')
  })
})
