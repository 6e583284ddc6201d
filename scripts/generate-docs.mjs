#!/usr/bin/env node
// @ts-check
/**
 * Writes the documents that are made from the code: `docs/cli/*.txt` (help of every command), `docs/errors.md` (both error
 * catalogues and that of set-up), and the option tables in `packages/ganymede/src/models/<system>/README.md`.
 * `--check` writes nothing and fails when a file is not what it would write. Needs the TypeScript build, not libtorch.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setupErrorCatalogue } from './setup/errors.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} path  below `packages/` */
const built = (path) => import(new URL(`../packages/${path}`, import.meta.url).href)

const { commandHelp, programHelp } = await built('ganymede/dist/cli/help.js')
const { readCommandLine } = await built('ganymede/dist/cli/program.js')
const { commands } = await built('ganymede/dist/commands/list.js')
const { optionFields } = await built('ganymede/dist/config/option-fields.js')
const { flagsOfSystem } = await built('ganymede/dist/cli/train-words.js')
const { expectation, valueText } = await built('ganymede/dist/config/option-text.js')
const { errorCatalogue } = await built('ganymede/dist/errors.js')
const { listSystems } = await built('ganymede/dist/models/registry.js')
const { trainCommand } = await built('ganymede/dist/commands/train.js')
const { torchErrorCatalogue } = await built('torch/dist/errors.js')
const { reportOf } = await built('ganymede/dist/cli/error-report.js')

const helpStyle = { width: 100, colour: false, unicode: true }
const [begin, end] = ['<!-- options:start -->', '<!-- options:end -->']

/** @type {Map<string, string>} content by path */
const files = new Map()

files.set(join(root, 'docs', 'cli', 'ganymede.txt'), `${programHelp(commands, helpStyle)}\n`)
for (const words of commandPaths()) {
  const request = await readCommandLine([...words, '--help'], commands)
  if (request.kind !== 'help') throw new Error(`ganymede ${words.join(' ')} --help gave no help`)
  const text = commandHelp(request.path, request.command, request.variant, helpStyle)
  files.set(join(root, 'docs', 'cli', `${words.join('-')}.txt`), `${text}\n`)
}
files.set(join(root, 'docs', 'errors.md'), errorPage())
for (const system of listSystems()) {
  const readme = join(root, 'packages', 'ganymede', 'src', 'models', system.name, 'README.md')
  // A system of another package documents itself.
  if (existsSync(readme)) files.set(readme, withTable(readme, optionTable(system)))
}

const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
const folder = join(root, 'docs', 'cli')
const leftOver = existsSync(folder)
  ? readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => !files.has(path))
  : []

if (process.argv.includes('--check')) {
  for (const path of [...stale.map(([path]) => path), ...leftOver]) console.error(`✖ stale  ${relative(root, path)}`)
  if (stale.length + leftOver.length > 0) {
    console.error('  Run: npm run generate')
    process.exitCode = 1
  }
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`wrote ${relative(root, path)}`)
  }
  for (const path of leftOver) {
    rmSync(path)
    console.log(`removed ${relative(root, path)}`)
  }
}

/** Words of every command, subcommand and trainable system. */
function commandPaths() {
  /** @type {string[][]} */
  const paths = []
  for (const { name, subcommands = [] } of commands) {
    paths.push([name], ...subcommands.map((/** @type {{ name: string }} */ one) => [name, one.name]))
  }
  return [...paths, ...listSystems().map((/** @type {{ name: string }} */ { name }) => ['train', name])]
}

/** @typedef {{ meaning: string, remedy: string, exit?: number }} Entry */

function errorPage() {
  return `# Errors

Every error has a stable code, says what failed and where, and what to do. This page is generated from the catalogues in
the code (\`npm run generate\`).

An error ends the command line with an exit code: **1** failed, **2** wrong usage, options or data, **3** the environment
lacks something, **4** a check failed. **130** means stopped at once by a second Ctrl-C. With \`--json\` the error is also
printed to standard output as \`{"kind": "error", "code": …}\`; with \`--verbose\` its stack follows.

## Of the toolkit and its command line

${entries(errorCatalogue)}
## Of the engine, \`@ganymede/torch\`

These are thrown as \`TorchError\`. On the command line they appear in the same form.

${entries(torchErrorCatalogue, exitCodeOfTorch)}
## Of set-up (\`npm run setup\`, \`npm start\`, \`npm test\`)

${entries(setupErrorCatalogue)}`
}

/**
 * @param {Record<string, Entry>} catalogue
 * @param {(code: string) => number} [exitCode]
 */
function entries(catalogue, exitCode) {
  return Object.entries(catalogue)
    .map(
      ([code, { meaning, remedy, exit }]) =>
        `### ${code}\n\n${meaning}\n\nWhat to do: ${remedy}\n\nExit code ${exitCode?.(code) ?? exit}.\n\n`,
    )
    .join('')
}

/** @param {string} code */
function exitCodeOfTorch(code) {
  return reportOf(Object.assign(new Error(code), { name: 'TorchError', code, lines: [] })).exitCode
}

/** @param {import('../packages/ganymede/src/train/system.js').AnySystem} system */
function optionTable(system) {
  const flags = new Map(
    flagsOfSystem(system, trainCommand.options).map(
      (/** @type {{ name: string, field: { path: string } }} */ { name, field }) => [field.path, name],
    ),
  )
  const rows = optionFields(system)
    .filter((/** @type {{ section: string }} */ { section }) => section === 'model')
    .map((/** @type {{ path: string, default: unknown, description: string }} */ field) => {
      const cells = [
        `\`${field.path}\``,
        `\`${flags.get(field.path)}\``,
        field.default === undefined ? '' : `\`${valueText(field.default)}\``,
        expectation(field),
        field.description,
      ]
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
    })
  return ['| option | flag | default | values | effect |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

/**
 * @param {string} readme
 * @param {string} table
 */
function withTable(readme, table) {
  const text = readFileSync(readme, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) {
    throw new Error(`${relative(root, readme)} needs the lines\n${begin}\n${end}\nwhere its option table goes`)
  }
  return `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`
}
