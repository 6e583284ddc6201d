/**
 * Hand-written advice names options that exist: every text of the sources is held against the commands from which its file
 * can be reached. What an error says in a command without the option is left out when it is printed (`fitting-remedy.ts`).
 */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

import { optionsNamedIn } from '../../../src/cli/fitting-remedy.js'
import { commandsWithFlags } from './command-flags.js'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const files = ['core', 'runs', 'ganymede'].flatMap((name) =>
  fs
    .readdirSync(`${root}${name}/src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(name, 'src', file)),
)
const sources = new Map(
  files.map((file) => {
    const text = fs.readFileSync(path.join(root, file), 'utf8')
    return [file, ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)]
  }),
)

/** Files that a file imports, also those that it imports when they are needed. */
function importsOf(file: string): string[] {
  const text = sources.get(file)?.text ?? ''
  const ours = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)].map(([, place = '']) =>
    path.join(path.dirname(file), `${place}.ts`),
  )
  const others = [...text.matchAll(/'@ganymede\/(core|runs)(?:\/(\w+))?'/g)].map(([, name = '', room = '']) =>
    path.join(name, 'src', room, 'index.ts'),
  )
  return [...ours, ...others]
}

function reachableFrom(start: string): Set<string> {
  const seen = new Set([start])
  for (const file of seen) for (const next of importsOf(file)) seen.add(next)
  return seen
}

/** Texts of a file with their lines; what is put into them is shown as …. */
function* textsOf(node: ts.Node): Generator<{ text: string; isRemedy: boolean; line: number }> {
  const line = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1
  const isRemedy = ts.isPropertyAssignment(node.parent ?? node) && /^remedy:/.test(node.parent.getText())
  if (ts.isStringLiteralLike(node)) yield { text: node.text, isRemedy, line }
  else if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map(({ literal }) => `…${literal.text}`)
    yield { text: node.head.text + parts.join(''), isRemedy, line }
  }
  for (const child of node.getChildren()) yield* textsOf(child)
}

/** The file of a command: of its own, of its first word, or the one of all that ask a run for something. */
function fileOf(words: readonly string[]): string {
  const [first = ''] = words
  const folder = 'ganymede/src/cli/commands'
  const named = [words.join('-'), first].flatMap((name) =>
    ['', `${first}/`].map((room) => `${folder}/${room}${name}-command.ts`),
  )
  return named.find((file) => sources.has(file)) ?? `${folder}/control-command.ts`
}

const reachable = (await commandsWithFlags()).map(({ words, flags }) => ({
  flags,
  // What is put into a text, and the program's name is, shows as ….
  isNamedIn: (text: string) => text.includes(`… ${words.join(' ')} …`),
  files: reachableFrom(fileOf(words)),
  isTrain: words[0] === 'train',
}))

function commandsThatSay({ file, text }: { file: string; text: string }): typeof reachable {
  // Advice for another command names it ("train with --skip-bad"), or is part of a command line that inspect shows.
  const isForTraining = /\btrain/.test(text) || file === 'ganymede/src/models/image-to-image/use-weights.ts'
  return reachable.filter(
    (command) => command.files.has(file) || command.isNamedIn(text) || (isForTraining && command.isTrain),
  )
}

const ofAllCommands = ['--help', '--version', '--json', '--quiet', '--verbose']
/** Options of the programs of others, and the names of values in styles. */
const foreign = /xcode-select|tensorboard |:root\{|style="--|querySelector|^--(model|dataroot)$/
const advice = [...sources].flatMap(([file, source]) =>
  [...textsOf(source)]
    .map(({ text, isRemedy, line }) => ({ file, line, text, isRemedy, options: optionsNamedIn(text) }))
    // A name that ends in a hyphen goes on in what is put into the text.
    .map((one) => ({
      ...one,
      options: one.options.filter((name) => !name.endsWith('-') && !ofAllCommands.includes(name)),
    }))
    .filter(({ text, options }) => options.length > 0 && !foreign.test(text)),
)

describe('options that texts of the sources name', () => {
  it('are found in remedies and elsewhere', () => {
    expect(advice.filter(({ isRemedy }) => isRemedy).length).toBeGreaterThan(60)
    expect(advice.length).toBeGreaterThan(300)
  })

  it('belong to a command that can come to say it', () => {
    const wrong = advice.flatMap(({ file, line, text, options }) => {
      const able = commandsThatSay({ file, text })
      const missing = options.filter((option) => !able.some(({ flags }) => flags.has(option)))
      return missing.map((option) => `${file}:${line}: ${option} in "${text.slice(0, 100)}" of ${able.length} commands`)
    })
    expect(wrong).toEqual([])
  })

  it('belong to one command together, where a remedy names several', () => {
    const wrong = advice.filter(({ file, text, isRemedy, options }) => {
      const able = commandsThatSay({ file, text })
      return isRemedy && !able.some(({ flags }) => options.every((option) => flags.has(option)))
    })
    expect(wrong.map(({ file, line, text }) => `${file}:${line}: ${text.slice(0, 120)}`)).toEqual([])
  })
})
