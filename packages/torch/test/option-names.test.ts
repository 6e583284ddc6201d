/** Misspelt options: every public function refuses them and says which there are. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import * as torch from '../src/index.js'

const sources = fileURLToPath(new URL('../src/', import.meta.url))

type Signature = ts.FunctionDeclaration | ts.MethodDeclaration

interface OptionsPlace {
  readonly name: string
  readonly position: number
  readonly isChecked: boolean
}

/** Exported functions, and static methods of exported classes, that have a parameter called options. */
function optionsPlaces(file: string): OptionsPlace[] {
  const source = ts.createSourceFile(file, readFileSync(`${sources}${file}`, 'utf8'), ts.ScriptTarget.Latest, true)
  const functions = source.statements.flatMap((statement): { name: string; signature: Signature }[] => {
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? '', signature: statement }]
    if (!ts.isClassDeclaration(statement)) return []
    return statement.members
      .filter(ts.isMethodDeclaration)
      .map((member) => ({ name: `${statement.name?.text}.${member.name.getText()}`, signature: member }))
  })
  return functions.flatMap(({ name, signature }) => {
    const position = signature.parameters.findIndex(({ name: parameter }) => parameter.getText() === 'options')
    const isPublic = Object.hasOwn(torch, name.split('.')[0] as string)
    const isChecked = new RegExp(`requireOptions\\(\\s*'${name}',\\s*options,`).test(signature.body?.getText() ?? '')
    return position < 0 || !isPublic ? [] : [{ name, position, isChecked }]
  })
}

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const places = files.flatMap(optionsPlaces)

/** The error of a call with options alone; what comes before them is looked at later, or has a good value here. */
function failureOf({ name, position }: OptionsPlace, options: unknown): unknown {
  const [owner, method] = name.split('.')
  const exported: unknown = Object.entries(torch).find(([one]) => one === owner)?.[1]
  const callee: unknown = method === undefined ? exported : Reflect.get(exported as object, method)
  const before = name === 'unpickle' ? [new Uint8Array(1)] : Array(position).fill(undefined)
  try {
    const result = (callee as (...args: unknown[]) => unknown)(...before, options)
    // A generator looks at its arguments when it is asked for the first time.
    if (typeof result === 'object' && result !== null && 'next' in result) (result as Iterator<unknown>).next()
    return undefined
  } catch (error) {
    return error
  }
}

describe('options of the public functions', () => {
  it('are looked at in every function that takes them', () => {
    expect(places.length).toBeGreaterThan(120)
    expect(places.filter(({ isChecked }) => !isChecked)).toEqual([])
  })

  it.each(places)('of $name are refused when they do not exist, and those that do are named', (place) => {
    const error = failureOf(place, { colour: 1, absent: undefined }) as torch.TorchError
    expect(error).toBeInstanceOf(torch.TorchError)
    expect(error.code).toBe('ARGUMENT_INVALID')
    expect(error.message).toMatch(/^[\w.]+: there is no option colour\n {2}options: \w+/)
  })

  it('may be names without a value', () => {
    const options = { alpha: 2, beta: undefined }
    torch.scope(() => expect(torch.add(torch.tensor([1]), 3, options).item()).toBe(7))
  })

  it('are those of the object itself, not what programs put into its prototype', () => {
    torch.scope(() => {
      const options = Object.assign(Object.create({ foo: 1, keepdim: true }), { dtype: 'float64' })
      expect(torch.sum(torch.tensor([1, 2]), null, options).item()).toBe(3)
      expect(() => torch.sum(torch.tensor([1]), null, Object.assign(options, { bar: 2 }))).toThrow(
        'there is no option bar\n',
      )
    })
  })

  it('of a method are those of its function', () => {
    torch.scope(() => {
      const x = torch.tensor([1, 2])
      expect(() => x.sum(0, { keepDim: true } as object)).toThrow(
        'sum: there is no option keepDim\n  options: keepdim, dtype',
      )
      expect(() => x.to({ type: 'float64' } as object)).toThrow('to: there is no option type')
      expect(() => x.backward({ retain_graph: true } as object)).toThrow('backward: there is no option retain_graph')
    })
  })
})
