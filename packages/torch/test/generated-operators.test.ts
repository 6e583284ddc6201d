/** The generator of the typed functions, and the committed files against the libtorch that is installed. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { generate, parseSchema, tsParameters } from '../../../scripts/generate-ops.mjs'
import {
  add,
  conv2d,
  type DType,
  type Generator,
  libtorchVersion,
  maxDim,
  randn,
  raw,
  readBuildRecord,
  type Scalar,
  split,
  sum,
  type Tensor,
  topk,
} from '../src/index.js'
import type { RawOperators } from '../src/ops.raw.generated.js'

const addonPath = process.env.GANYMEDE_ADDON ?? readBuildRecord()?.addon ?? ''
const addon = createRequire(import.meta.url)(addonPath) as { schemas(prefix: string): string[] }
const committed = (name: string) => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8')

/** Parameters and result of a schema in the raw table. */
function rawType(schema: string): string {
  const parsed = parseSchema(schema)
  return tsParameters(parsed).replace(/a\d+_/g, '')
}

describe('the generator', () => {
  const schemas = addon.schemas('aten::')
  const { version } = libtorchVersion()

  test('finds every operator of the list in the installed libtorch', () => {
    expect(generate(schemas, version).problems).toEqual([])
  })

  test('gives the committed files, whatever the order of the schemas', () => {
    const header = /^\/\/ Generated from libtorch (\S+) /.exec(committed('ops.generated.ts'))?.[1]
    const { ops, raw: table } = generate([...schemas].reverse(), version)
    // Another libtorch may have more operators and arguments; the list above still holds.
    if (header !== version) return
    expect(ops).toBe(committed('ops.generated.ts'))
    expect(table).toBe(committed('ops.raw.generated.ts'))
  })

  test('names what is missing', () => {
    const { problems } = generate(
      schemas.filter((schema) => !schema.startsWith('aten::conv2d(') && !schema.startsWith('aten::mul.Scalar(')),
      version,
    )
    expect(problems).toEqual([
      'libtorch has no mul with overload Scalar',
      expect.stringContaining('libtorch has no conv2d'),
    ])
  })
})

describe('unusual schemas', () => {
  const cases: [string, string, string][] = [
    [
      'lists with gaps',
      'aten::index.Tensor(Tensor self, Tensor?[] indices) -> Tensor',
      '(self: Tensor, indices: readonly (Tensor | null)[]) => Tensor',
    ],
    [
      'optional lists and floats',
      'aten::up.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor',
      '(input: Tensor, output_size: readonly number[] | null | undefined, align_corners: boolean, scale_factors?: readonly number[] | null | undefined) => Tensor',
    ],
    [
      'devices, layouts and dtypes with defaults',
      'aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor',
      '(size: readonly number[], dtype?: DType | null | undefined, layout?: Layout | null | undefined, device?: string | null | undefined, pin_memory?: boolean | null | undefined) => Tensor',
    ],
    [
      'lists of a stated length take one number',
      'aten::pool(Tensor self, int[2] kernel_size, int[2] stride=[], str mode="a,b=(c)") -> Tensor',
      '(self: Tensor, kernel_size: readonly number[] | number, stride?: readonly number[] | number | undefined, mode?: string | undefined) => Tensor',
    ],
    [
      'views of everything',
      'aten::chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]',
      '(self: Tensor, chunks: number, dim?: number | undefined) => Tensor[]',
    ],
    [
      'named results',
      'aten::topk(Tensor self, SymInt k) -> (Tensor values, Tensor indices)',
      '(self: Tensor, k: number) => [Tensor, Tensor]',
    ],
    [
      'results of several kinds',
      'aten::odd(Tensor a) -> (int, Tensor?, Scalar, float[])',
      '(a: Tensor) => [number, Tensor | null, Scalar, readonly number[]]',
    ],
    ['no result', 'aten::_foreach_abs_(Tensor(a!)[] self) -> ()', '(self: readonly Tensor[]) => void'],
    [
      'a written list',
      'aten::all_(Tensor[](a!) inputs, Generator? generator=None) -> Tensor[](a!)',
      '(inputs: readonly Tensor[], generator?: Generator | null | undefined) => Tensor[]',
    ],
    [
      'an alias beside an optional argument',
      'aten::norm_(Tensor(a!) self, Tensor? w, Scalar[] s, *, Tensor(b!) out) -> (Tensor(a!), Tensor(b!))',
      '(self: Tensor, w: Tensor | null | undefined, s: readonly Scalar[], out: Tensor) => [Tensor, Tensor]',
    ],
  ]

  test.each(cases)('%s', (_, schema, expected) => {
    expect(rawType(schema)).toBe(expected)
  })
})

describe('types', () => {
  test('of functions with several overloads', () => {
    expectTypeOf(add).parameter(1).toEqualTypeOf<Tensor | Scalar>()
    expectTypeOf(add).parameter(2).toEqualTypeOf<{ alpha?: Scalar | undefined } | undefined>()
    expectTypeOf(add).returns.toEqualTypeOf<Tensor>()
  })

  test('of functions with options', () => {
    expectTypeOf(conv2d).parameter(2).toEqualTypeOf<
      | {
          bias?: Tensor | null | undefined
          stride?: readonly number[] | number | undefined
          padding?: readonly number[] | number | undefined
          dilation?: readonly number[] | number | undefined
          groups?: number | undefined
        }
      | undefined
    >()
    expectTypeOf(randn).parameter(0).toEqualTypeOf<readonly number[]>()
    expectTypeOf<NonNullable<Parameters<typeof randn>[1]>['generator']>().toEqualTypeOf<Generator | null | undefined>()
    expectTypeOf<NonNullable<Parameters<typeof randn>[1]>['dtype']>().toEqualTypeOf<DType | null | undefined>()
  })

  test('of several results', () => {
    expectTypeOf(topk).returns.toEqualTypeOf<[Tensor, Tensor]>()
    expectTypeOf(maxDim).returns.toEqualTypeOf<[Tensor, Tensor]>()
    expectTypeOf(split).returns.toEqualTypeOf<Tensor[]>()
  })

  test('of methods', () => {
    expectTypeOf<Tensor['add']>().returns.toEqualTypeOf<Tensor>()
    expectTypeOf<Tensor['pow']>().parameter(0).toEqualTypeOf<Tensor | Scalar>()
    expectTypeOf<Tensor['sum']>().returns.toEqualTypeOf<Tensor>()
  })

  test('of raw', () => {
    expectTypeOf(raw<'aten::relu'>).returns.toEqualTypeOf<(a0_self: Tensor) => Tensor>()
    expectTypeOf<RawOperators['aten::var_mean.correction']>().returns.toEqualTypeOf<[Tensor, Tensor]>()
  })

  test('refuse wrong calls', () => {
    const wrong = (x: Tensor) => {
      // @ts-expect-error a string is no tensor
      add('x', x)
      // @ts-expect-error an option that does not exist
      conv2d(x, x, { strides: 2 })
      // @ts-expect-error a dtype that does not exist
      randn([2], { dtype: 'float' })
      // @ts-expect-error the size is an array
      randn(2)
      // @ts-expect-error a missing argument
      topk(x)
      // @ts-expect-error no such dimension
      sum(x, 'rows')
    }
    expect(wrong).toBeTypeOf('function')
  })
})
