import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as ganymede from '@ganymede/toolkit'
import { TorchError } from '@ganymede/torch'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/** Where a public function or class looks at the options that it was given. */
interface OptionsPlace {
  readonly name: string
  /** Place of the options among the arguments. */
  readonly position: number
  readonly isClass: boolean
  /** What is written about it, or about its class. */
  readonly docstring: string
}

type Signature = ts.FunctionDeclaration | ts.ConstructorDeclaration | ts.MethodDeclaration

const packages = fileURLToPath(new URL('../../', import.meta.url))

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

/** Names that an index exports, by the file that declares them: what comes from other packages stands in an index too. */
function publicNames(index: string): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  for (const statement of parse(index).statements) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
      continue
    const { text } = statement.moduleSpecifier as ts.StringLiteral
    const exported = new Set(statement.exportClause.elements.map((element) => element.name.text))
    const [, name, room = '.'] = /^@ganymede\/(core|runs)(?:\/(\w+))?$/.exec(text) ?? []
    if (name === undefined) names.set(resolve(dirname(index), text.replace(/\.js$/, '.ts')), exported)
    else {
      for (const [file, offered] of publicNames(resolve(packages, name, 'src', room, 'index.ts'))) {
        names.set(file, new Set([...offered].filter((one) => exported.has(one))))
      }
    }
  }
  return names
}

/** Every function, constructor and public method that the package offers. */
function* publicSignatures(): Generator<{ name: string; signature: Signature }> {
  for (const [file, names] of publicNames(`${packages}ganymede/src/index.ts`)) {
    for (const statement of parse(file).statements) {
      if (!(ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))) continue
      const name = statement.name?.text ?? ''
      if (!names.has(name)) continue
      if (ts.isFunctionDeclaration(statement)) yield { name, signature: statement }
      else {
        for (const member of statement.members) {
          if (ts.isConstructorDeclaration(member)) yield { name, signature: member }
          else if (ts.isMethodDeclaration(member) && ts.isIdentifier(member.name)) {
            yield { name: `${name}.${member.name.text}`, signature: member }
          }
        }
      }
    }
  }
}

function optionsPlaces(): OptionsPlace[] {
  return [...publicSignatures()].flatMap(({ name, signature }) => {
    if (ts.isMethodDeclaration(signature)) return []
    const checked = /(?:givenOptions|requireObject)\(\s*'[^']+',\s*(\w+)/.exec(signature.body?.getText() ?? '')?.[1]
    const position = signature.parameters.findIndex(({ name: parameter }) => parameter.getText() === checked)
    const isClass = ts.isConstructorDeclaration(signature)
    const docstring = [signature, ...(isClass ? [signature.parent] : [])]
      .flatMap((node) => ts.getJSDocCommentsAndTags(node).map((part) => part.getText()))
      .join('\n')
    return position < 0 ? [] : [{ name, position, isClass, docstring }]
  })
}

/** The error of a call with nothing but bad options, thrown or rejected. */
async function failureOf({ name, position, isClass }: OptionsPlace, options: unknown): Promise<unknown> {
  const callee: unknown = Object.entries(ganymede).find(([exported]) => exported === name)?.[1]
  const args: unknown[] = [...Array(position).fill(undefined), options]
  try {
    await (isClass
      ? Reflect.construct(callee as () => unknown, args)
      : (callee as (...all: unknown[]) => unknown)(...args))
    return undefined
  } catch (error) {
    return error
  }
}

describe('options objects of the public API', () => {
  it('are never taken apart in a signature, where the engine of JavaScript words the error', () => {
    const inSignature = [...publicSignatures()].filter(
      ({ name, signature }) =>
        name !== 'GanymedeError' && signature.parameters.some((parameter) => ts.isObjectBindingPattern(parameter.name)),
    )
    expect(inSignature.map(({ name }) => name)).toEqual([])
  })

  const places = optionsPlaces()

  it('are looked for in all of the package', () => {
    expect(places.length).toBeGreaterThan(80)
  })

  it('that can be refused are written about in the docstrings', () => {
    expect(places.filter(({ docstring }) => !docstring.includes('OPTION_INVALID')).map(({ name }) => name)).toEqual([])
  })

  it.each(places)('of $name are refused by name when they are no object', async (place) => {
    for (const options of [null, 0.02, 'adam', [1, 2]]) {
      const error = await failureOf(place, options)
      expect(error, `${place.name} with ${JSON.stringify(options)}`).toBeInstanceOf(ganymede.GanymedeError)
      expect((error as ganymede.GanymedeError).code).toBe('OPTION_INVALID')
      expect((error as ganymede.GanymedeError).message).toMatch(/expected an object with .*, got /)
    }
  })

  it('may hold names without a value, and data may hold more than is looked at', () => {
    new ganymede.Conv2d(1, 1, { kernelSize: 1, extra: undefined } as { kernelSize: number }).dispose()
    const pixels = { width: 1, height: 1, channels: 1, data: Uint8Array.of(7) } as const
    expect(() => new ganymede.ColourCounter().add(pixels)).not.toThrow()
  })

  it.each([
    ['loadModel', () => ganymede.loadModel('latest', { wich: 'best' } as object), 'wich'],
    ['loadTranslator', () => ganymede.loadTranslator('latest', { runs: 'here' } as object), 'runs'],
    ['evaluate', () => ganymede.evaluate('latest', { metric: ['fid'] } as object), 'metric'],
    ['evaluateFolders', () => ganymede.evaluateFolders('a', 'b', { metric: ['fid'] } as object), 'metric'],
    ['checkDataset', () => ganymede.checkDataset('photos', { pair: true } as object), 'pair'],
    ['prepareDataset', () => ganymede.prepareDataset('a', 'b', { size: 8, formatt: 'jpeg' } as never), 'formatt'],
    ['resume: change', () => ganymede.resume('latest', { change: { trian: {} } as object }), 'trian'],
  ])('of %s that do not exist are refused before anything is read', async (name, call, option) => {
    const failure = (async () => await (call as () => unknown)())()
    await expect(failure).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: `${name}: there is no option ${option}`,
    })
  })

  it.each([
    ['BatchNorm', () => new ganymede.BatchNorm(4, { bias: false } as object)],
    ['GroupNorm', () => new ganymede.GroupNorm(2, 4, { bias: false } as object)],
    ['InstanceNorm2d', () => new ganymede.InstanceNorm2d(4, { bias: false } as object)],
  ])('of %s that do not exist are refused and not passed over', (name, make) => {
    expect(make).toThrow(`${name}: there is no option bias`)
  })
})

describe('required arguments of the public API', () => {
  const callables = Object.entries(ganymede).filter(
    ([name, value]) => typeof value === 'function' && name !== 'GanymedeError',
  )

  it.each(callables)('of %s are asked for by name where they are left out', async (_name, callee) => {
    const isClass = /^class\b/.test(Function.prototype.toString.call(callee))
    let failure: unknown
    try {
      const made: unknown = isClass ? Reflect.construct(callee as () => unknown, []) : await (callee as () => unknown)()
      if (typeof made === 'object' && made !== null && 'dispose' in made) (made as { dispose(): void }).dispose()
    } catch (error) {
      failure = error
    }
    if (failure === undefined) return
    expect(
      failure instanceof ganymede.GanymedeError || failure instanceof TorchError,
      failure instanceof Error ? failure.stack : String(failure),
    ).toBe(true)
  })
})
