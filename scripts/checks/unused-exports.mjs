// @ts-check
/**
 * Finds exports that nobody imports: neither another file, nor a test, nor a program, nor the package's index.
 * A type that the same file uses in another declaration is part of that declaration and does not count.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { listFiles } from '../../packages/torch/setup/stamp.mjs'

/**
 * @typedef {object} ModuleFacts
 * @property {{ name: string, line: number, isType: boolean }[]} exports
 * @property {{ specifier: string, names: string[] | 'all' }[]} imports
 * @property {Map<string, number>} mentions  how often each identifier occurs
 */

/**
 * @param {string} root
 * @returns {string[]} one line per unused export
 */
export function findUnusedExports(root) {
  const sources = packageNames(root).flatMap((name) => sourcesIn(join(root, 'packages', name, 'src')))
  const users = [
    ...packageNames(root).flatMap((name) => [
      ...sourcesIn(join(root, 'packages', name, 'test')),
      ...sourcesIn(join(root, 'packages', name, 'bin')),
    ]),
    ...['test', 'benchmarks', 'examples', 'scripts', 'fuzz'].flatMap((name) => sourcesIn(join(root, name))),
  ]
  const facts = new Map([...sources, ...users].map((path) => [path, readModule(path)]))
  /** @type {Map<string, Set<string> | 'all'>} */
  const used = new Map()
  for (const [path, { imports }] of facts) {
    for (const { specifier, names } of imports) {
      const target = resolveSpecifier(root, path, specifier)
      if (target === null) continue
      const known = used.get(target) ?? new Set()
      if (names === 'all' || known === 'all') used.set(target, 'all')
      else used.set(target, new Set([...known, ...names]))
    }
  }
  return sources
    .filter((path) => !/\.generated\.ts$|[\\/]src[\\/](index|cli)\.ts$/.test(path))
    .flatMap((path) => {
      const { exports, mentions } = /** @type {ModuleFacts} */ (facts.get(path))
      const names = used.get(path) ?? new Set()
      if (names === 'all') return []
      return exports
        .filter(({ name, isType }) => !names.has(name) && !(isType && (mentions.get(name) ?? 0) > 1))
        .map(({ name, line }) => {
          const hint = (mentions.get(name) ?? 0) > 1 ? '  (used in its own file only: drop "export")' : ''
          return `${relative(root, path)}:${line}  ${name}${hint}`
        })
    })
}

/** @param {string} root */
function packageNames(root) {
  return readdirSync(join(root, 'packages'))
}

/** @param {string} folder */
function sourcesIn(folder) {
  return listFiles(folder, (name) => /\.(m?ts|mjs)$/.test(name) && !name.endsWith('.d.ts'))
}

/**
 * @param {string} root
 * @param {string} from
 * @param {string} specifier
 * @returns {string | null} null for packages that are not ours
 */
function resolveSpecifier(root, from, specifier) {
  if (specifier.startsWith('.')) {
    const path = resolve(dirname(from), specifier).replace(/([\\/])dist([\\/])/, '$1src$2')
    return [path.replace(/\.js$/, '.ts'), path].find((candidate) => existsSync(candidate)) ?? null
  }
  for (const folder of packageNames(root)) {
    const manifest = join(root, 'packages', folder, 'package.json')
    if (!existsSync(manifest)) continue
    const { name } = JSON.parse(readFileSync(manifest, 'utf8'))
    if (specifier !== name && !specifier.startsWith(`${name}/`)) continue
    return join(root, 'packages', folder, 'src', specifier.slice(name.length), 'index.ts')
  }
  return null
}

/**
 * @param {string} path
 * @returns {ModuleFacts}
 */
function readModule(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true)
  /** @type {ModuleFacts} */
  const facts = { exports: [], imports: [], mentions: new Map() }
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isIdentifier(node)) facts.mentions.set(node.text, (facts.mentions.get(node.text) ?? 0) + 1)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments
      if (argument !== undefined && ts.isStringLiteralLike(argument)) {
        facts.imports.push({ specifier: argument.text, names: 'all' })
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  for (const statement of source.statements) readStatement(source, statement, facts)
  return facts
}

/**
 * @param {ts.SourceFile} source
 * @param {ts.Statement} statement
 * @param {ModuleFacts} facts
 */
function readStatement(source, statement, facts) {
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const bindings = statement.importClause?.namedBindings
    const names = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements.map(originalName) : 'all'
    facts.imports.push({ specifier: statement.moduleSpecifier.text, names })
    return
  }
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause
    const from = statement.moduleSpecifier
    const named = clause !== undefined && ts.isNamedExports(clause) ? clause.elements : undefined
    if (from !== undefined && ts.isStringLiteral(from)) {
      facts.imports.push({ specifier: from.text, names: named?.map(originalName) ?? 'all' })
    }
    for (const element of named ?? []) addExport(source, element.name, statement.isTypeOnly, facts)
    return
  }
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) addBinding(source, name, facts)
  } else if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  ) {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
    if (statement.name !== undefined) addExport(source, statement.name, isType, facts)
  }
}

/** @param {ts.SourceFile} source @param {ts.BindingName} name @param {ModuleFacts} facts */
function addBinding(source, name, facts) {
  if (ts.isIdentifier(name)) addExport(source, name, false, facts)
  else for (const element of name.elements) if (ts.isBindingElement(element)) addBinding(source, element.name, facts)
}

/** @param {ts.SourceFile} source @param {ts.ModuleExportName} name @param {boolean} isType @param {ModuleFacts} facts */
function addExport(source, name, isType, facts) {
  const line = source.getLineAndCharacterOfPosition(name.getStart(source)).line + 1
  facts.exports.push({ name: name.text, line, isType })
}

/** @param {ts.ImportSpecifier | ts.ExportSpecifier} element */
function originalName({ name, propertyName }) {
  return (propertyName ?? name).text
}
