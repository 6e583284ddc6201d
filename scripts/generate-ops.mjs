// Writes packages/torch/src/ops.generated.ts and ops.raw.generated.ts from the schemas of the libtorch that is built
// against. Run through `npm run generate`; the results are committed and CI compares them.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { opList } from './op-list.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Splits at commas that are not inside brackets or quotes. */
function splitTop(text) {
  const parts = []
  let depth = 0
  let start = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') quoted = !quoted
    else if (quoted) continue
    else if ('([{'.includes(text[i])) depth++
    else if (')]}'.includes(text[i])) depth--
    else if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  const last = text.slice(start).trim()
  if (last !== '') parts.push(last)
  return parts
}

function parseType(text) {
  const alias = /\(([a-z]+)(!?)[^)]*\)/.exec(text)
  const plain = text.replace(/\([^)]*\)/, '')
  return { type: plain, alias: alias ? { name: alias[1], write: alias[2] === '!' } : null }
}

/**
 * Takes a schema apart: `aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`.
 *
 * @param {string} text
 */
export function parseSchema(text) {
  const open = text.indexOf('(')
  const arrow = text.lastIndexOf(') -> ')
  const full = text.slice(0, open)
  const [name, overload = ''] = full.replace(/^[^:]*::/, '').split('.')
  let keywordOnly = false
  const args = []
  for (const part of splitTop(text.slice(open + 1, arrow))) {
    if (part === '*') {
      keywordOnly = true
      continue
    }
    const [declaration, ...defaults] = part.split('=')
    const space = declaration.lastIndexOf(' ')
    const { type, alias } = parseType(declaration.slice(0, space))
    const hasDefault = defaults.length > 0
    args.push({
      name: declaration.slice(space + 1),
      type: type.replace(/\?$/, ''),
      nullable: type.endsWith('?'),
      optional: hasDefault || type.endsWith('?'),
      default: hasDefault ? defaults.join('=') : null,
      keywordOnly,
      alias,
    })
  }
  const result = text.slice(arrow + 5).trim()
  // Alias marks stand behind a type, so a parenthesis in front is a tuple's.
  const inner = result.startsWith('(') ? result.slice(1, -1) : result
  const returns = (result === '()' ? [] : splitTop(inner)).map((entry) => parseType(entry.replace(/ [a-z_0-9]+$/i, '')))
  return { full: `${full}`, name, overload, args, returns, text }
}

const camel = (name) =>
  name
    .replace(/^_+/, '')
    .replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase())
    .replace(/[A-Z]*_$/, (m) => m)

function tsType(type) {
  const list = /^(.*)\[\d*\]$/.exec(type)
  if (list) {
    const element = list[1]
    if (element === 'Tensor?') return 'readonly (Tensor | null)[]'
    const inner = tsType(element)
    const fixed = /\[\d+\]$/.test(type) && (element === 'int' || element === 'SymInt')
    return `readonly ${inner.includes('|') ? `(${inner})` : inner}[]${fixed ? ' | number' : ''}`
  }
  return (
    {
      Tensor: 'Tensor',
      int: 'number',
      SymInt: 'number',
      float: 'number',
      Scalar: 'Scalar',
      number: 'Scalar',
      bool: 'boolean',
      str: 'string',
      ScalarType: 'DType',
      Layout: 'Layout',
      MemoryFormat: 'MemoryFormat',
      Device: 'string',
      Generator: 'Generator',
      Stream: 'number',
    }[type] ?? 'unknown'
  )
}

const isTensor = (type) => type === 'Tensor' || /^Tensor\??\[/.test(type)
const resultType = ({ type }) => {
  if (type === 'Tensor[]') return 'Tensor[]'
  return type.endsWith('?') ? `${tsType(type.slice(0, -1))} | null` : tsType(type)
}
function returnType({ returns }) {
  if (returns.length === 0) return 'void'
  if (returns.length === 1) return resultType(returns[0])
  return `[${returns.map(resultType).join(', ')}]`
}

function resultCodes(schema) {
  return schema.returns
    .map((result) => {
      if (result.alias?.write) {
        const index = schema.args.findIndex((arg) => arg.alias?.write && arg.alias.name === result.alias.name)
        if (index >= 0) return `a${index}`
      }
      if (result.type === 'Tensor' || result.type === 'Tensor?') return 't'
      return result.type === 'Tensor[]' ? 'T' : 'v'
    })
    .join(' ')
}

const tsArg = (arg) => {
  const type = tsType(arg.type)
  return arg.nullable ? `${type} | null` : type
}

/** Which arguments are given by position, and which go into the options object. */
function layout(schema, extra) {
  const positional = []
  const rest = []
  const { args } = schema
  let i = 0
  while (i < args.length && isTensor(args[i].type) && !args[i].optional && !args[i].keywordOnly)
    positional.push(args[i++])
  const remaining = args.slice(i)
  const required = remaining.filter((arg) => !arg.optional && !arg.keywordOnly)
  const byPosition = required.length <= 3
  for (const arg of remaining) {
    const last = positional.at(-1)
    const gap = rest.length > 0
    if (!arg.keywordOnly && !gap && ((byPosition && !arg.optional) || arg.name === 'dim' || extra.includes(arg.name))) {
      // A required argument cannot follow an optional one.
      if (arg.optional || !last?.optional) {
        positional.push(arg)
        continue
      }
    }
    rest.push(arg)
  }
  if (rest.length === 1 && !rest[0].keywordOnly && rest[0].optional) positional.push(rest.pop())
  return { positional, options: rest }
}

function parseEntry(line) {
  const [target, extra = ''] = line.split(' + ')
  const [names, label] = target.split(' = ')
  const [first, ...others] = names.trim().split('|')
  const [base, overload = ''] = first.trim().split('.')
  return {
    base,
    overloads: [overload, ...others.map((o) => o.trim())],
    label: label?.trim() ?? camel(base),
    extra: extra.split(' '),
  }
}

function generateFunction(entry, byName) {
  const schemas = entry.overloads.map((overload) =>
    byName.get(overload === '' ? entry.base : `${entry.base}.${overload}`),
  )
  const missing = entry.overloads.filter((_, i) => schemas[i] === undefined)
  if (missing.length > 0) throw new Error(`libtorch has no ${entry.base} with overload ${missing.join(', ')}`)
  const [main] = schemas
  const args = main.args.map((arg, i) => {
    const alternatives = new Set(schemas.map((s) => tsArg(s.args.find((a) => a.name === arg.name) ?? s.args[i])))
    return { ...arg, ts: [...alternatives].join(' | ') }
  })
  const withTypes = { ...main, args }
  const { positional, options } = layout(withTypes, entry.extra)
  const constants = schemas.map((s, i) => `const ${entry.label}Op${i} = operator('${s.full}', '${resultCodes(s)}')`)
  const parameters = positional.map(
    (a) => `${camel(a.name)}${a.optional ? '?' : ''}: ${a.ts}${a.optional ? ' | undefined' : ''}`,
  )
  if (options.length > 0) {
    const anyRequired = options.some((a) => !a.optional)
    const fields = options
      .map((a) => `${camel(a.name)}${a.optional ? '?' : ''}: ${a.ts}${a.optional ? ' | undefined' : ''}`)
      .join('; ')
    parameters.push(`options${anyRequired ? '' : '?'}: { ${fields} }`)
  }
  const choose = chooser(entry, schemas)
  const values = main.args.map((a) => camel(a.name))
  const type = returnType(main)
  const invoker = values.length >= 1 && values.length <= 3 ? `invoke${values.length}` : 'invoke'
  const call = `${invoker}(${[choose, ...values].join(', ')})`
  const body = type === 'void' ? call : `return ${call} as ${type}`
  const names = options.map((a) => camel(a.name)).join(', ')
  // In the body and not in the signature, where null would end in a TypeError of its own.
  const destructuring = `  const { ${names} } = requireOptions('${entry.label}', options, ${entry.label}Names)`
  const optionNames = options.map((a) => `'${camel(a.name)}'`).join(', ')
  const lines = [
    ...constants,
    ...(options.length > 0 ? [`const ${entry.label}Names = [${optionNames}] as const`] : []),
    `/** ${schemas.map((s) => `\`${s.text.replace(/^aten::/, '')}\``).join(' · ')} */`,
    `export function ${entry.label}(${parameters.join(', ')}): ${type} {`,
    ...(options.length > 0 ? [destructuring] : []),
    `  ${body}`,
    '}',
  ]
  const self = positional[0]
  const isMethod = self && self.type === 'Tensor' && !self.optional
  const signature = parameters.slice(1)
  return {
    lines,
    label: entry.label,
    method: isMethod ? { signature, type, names: signature.map((p) => /^(\w+)/.exec(p)[1]) } : null,
  }
}

/** The expression that picks the overload by which arguments are tensors. */
function chooser(entry, schemas) {
  const last = schemas.length - 1
  if (last === 0) return `${entry.label}Op0`
  const differing = schemas[0].args
    .map((arg, i) => ({ name: camel(arg.name), kinds: schemas.map((s) => isTensor(s.args[i]?.type ?? '')) }))
    .filter(({ kinds }) => new Set(kinds).size > 1)
  return schemas
    .map((_, i) => {
      if (i === last) return `${entry.label}Op${i}`
      const tests = differing.map(({ name, kinds }) => `${kinds[i] ? '' : '!'}(${name} instanceof Tensor)`).join(' && ')
      return `${tests} ? ${entry.label}Op${i} : `
    })
    .join('')
}

// The formatter that the sources are held to; generated files are excluded from its own runs, hence the plain name.
function format(text) {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  return execFileSync(
    process.execPath,
    [biome, 'format', '--stdin-file-path=packages/torch/src/generated-operators.ts'],
    {
      cwd: root,
      input: text,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  )
}

/**
 * The type of an operator in the raw table, with its arguments in the order of the schema.
 *
 * @param {ReturnType<typeof parseSchema>} schema
 */
export function tsParameters(schema) {
  const args = schema.args.map((arg, i) => {
    const trailing = schema.args.slice(i).every((other) => other.optional)
    const missing = trailing || arg.optional ? ' | undefined' : ''
    return `a${i}_${arg.name}${trailing ? '?' : ''}: ${tsArg(arg)}${missing}`
  })
  return `(${args.join(', ')}) => ${returnType(schema)}`
}

/**
 * The two files as text.
 *
 * @param {readonly string[]} schemaTexts  all schemas of `aten::`, in any order
 * @param {string} version  of the libtorch that they are from, for the header
 */
export function generate(schemaTexts, version) {
  const schemas = schemaTexts.map(parseSchema)
  const byName = new Map(schemas.map((s) => [s.overload === '' ? s.name : `${s.name}.${s.overload}`, s]))
  const functions = []
  const seen = new Set()
  const problems = []
  for (const line of opList
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)) {
    const entry = parseEntry(line)
    if (seen.has(entry.label)) continue
    seen.add(entry.label)
    try {
      functions.push(generateFunction(entry, byName))
    } catch (error) {
      problems.push(error.message)
    }
  }
  const header = `// Generated from libtorch ${version} by scripts/generate-ops.mjs; do not edit.\n`
  const methods = functions.filter((f) => f.method)
  const ops = [
    header,
    "import { requireOptions } from './arguments.js'",
    "import { invoke, invoke1, invoke2, invoke3, operator } from './dispatch.js'",
    "import type { DType } from './tensor/dtype.js'",
    "import type { Generator } from './random.js'",
    "import { type Layout, type MemoryFormat, type Scalar, Tensor } from './tensor/tensor.js'",
    '',
    ...functions.flatMap((f) => [...f.lines, '']),
    "declare module './tensor/tensor.js' {",
    '  interface Tensor {',
    ...methods.flatMap(({ label, method }) => [
      `    /** See {@link ${label}}. */`,
      `    ${label}(${method.signature.join(', ')}): ${method.type}`,
    ]),
    '  }',
    '}',
    '',
    ...methods.map(({ label, method }) => {
      const names = method.names.map((name) => (name === label ? `${name}Value` : name)).join(', ')
      return `Tensor.prototype.${label} = function (${names}) { return ${label}(this${names ? `, ${names}` : ''}) }\n`
    }),
    '',
  ]
  const raw = schemas
    .filter(
      (s) => !/_backward$|_out$|\.out$|_copy$/.test(s.full) && !s.full.includes('backward') && !/out$/.test(s.overload),
    )
    .sort((a, b) => (a.full < b.full ? -1 : 1))
  const rawText = [
    header,
    "import type { DType } from './tensor/dtype.js'",
    "import type { Generator } from './random.js'",
    "import type { Layout, MemoryFormat, Scalar, Tensor } from './tensor/tensor.js'",
    '',
    '/** Every operator of libtorch by its full name, without out-variants and backward functions. */',
    'export interface RawOperators {',
    ...raw.map((s) => `  '${s.full}': ${tsParameters(s)}`),
    '}',
    '',
  ]
  return {
    ops: format(ops.join('\n')),
    raw: format(rawText.join('\n')),
    functions: functions.length,
    operators: raw.length,
    problems,
  }
}

async function main() {
  const { readBuildRecord } = await import('../packages/torch/dist/addon/load.js').catch(() => ({
    readBuildRecord: () => null,
  }))
  const path = process.env.GANYMEDE_ADDON ?? readBuildRecord()?.addon
  if (!path) throw new Error('the addon is not built: run npm run setup')
  const addon = createRequire(import.meta.url)(path)
  const out = process.argv.includes('--out')
    ? process.argv[process.argv.indexOf('--out') + 1]
    : join(root, 'packages/torch/src')
  const { ops, raw, functions, operators, problems } = generate(addon.schemas('aten::'), addon.version().built)
  for (const problem of problems) console.error(`✖ ${problem}`)
  writeFileSync(join(out, 'ops.generated.ts'), ops)
  writeFileSync(join(out, 'ops.raw.generated.ts'), raw)
  console.log(`ops.generated.ts: ${functions} functions, ops.raw.generated.ts: ${operators} operators`)
  if (problems.length > 0) process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
