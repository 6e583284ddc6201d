/** TorchScript archives that are built to harm who lists what is in them; their code is never compiled. */
import { four, int, pickleBytes, tensorPickle, text, zipBytes } from './fixtures.js'
import type { HostileFile } from './hostile-run.js'
import { repeated, series } from './hostile-torch-files.js'

const mib = 1 << 20
const tooMany =
  /holds or unfolds to more than \d+ values, (more than its length allows|the most that any file may have)/

/** A module without attributes, with files of code by name. */
export function scriptArchive(
  code: Readonly<Record<string, string | Uint8Array>>,
  {
    attributes = pickleBytes('}'),
    deflate = false,
  }: { readonly attributes?: Uint8Array; readonly deflate?: boolean } = {},
): Buffer {
  return zipBytes([
    { name: 'm/data.pkl', data: pickleBytes(0x80, 2, 'c__torch__\nM\n)\x81', attributes, 'b.'), deflate },
    { name: 'm/constants.pkl', data: pickleBytes(0x80, 2, ').') },
    { name: 'm/data/0', data: four },
    ...Object.entries(code).map(([name, data]) => ({ name: `m/code/${name}.py`, data, deflate })),
  ])
}

const codeOf = (line: string, bytes: number) => repeated(line, Math.floor(bytes / line.length))

/** A module whose attributes are dicts that hold the one before under two names. */
const doublingModules = (levels: number, leaf: Uint8Array): Buffer =>
  pickleBytes(
    '}',
    ...[text('leaf'), leaf, 'sq\x00', '0'],
    repeated(pickleBytes('}(', text('a'), 'h\x00', text('b'), 'h\x00uq\x000'), levels),
    'h\x00',
  )

export const hostileScriptFiles: readonly HostileFile[] = [
  { name: '1 MiB of def a(', bytes: () => scriptArchive({ __torch__: codeOf('def a(\n', mib) }), refusal: null },
  { name: '16 MiB of def a(', bytes: () => scriptArchive({ __torch__: codeOf('def a(\n', 16 * mib) }), refusal: null },
  {
    name: '16 MiB of def a( in lines of 4,000 spaces',
    bytes: () => scriptArchive({ __torch__: codeOf(`def a(${' '.repeat(4000)}\n`, 16 * mib) }),
    refusal: null,
  },
  {
    name: '16 MiB of def a( and empty lines, deflated',
    bytes: () => scriptArchive({ __torch__: codeOf(`def a(${'\n'.repeat(5000)}`, 16 * mib) }, { deflate: true }),
    refusal: tooMany,
  },
  {
    name: '16 MiB of functions with a result that does not end',
    bytes: () => scriptArchive({ __torch__: codeOf(`def a() -> ${'x'.repeat(500)}\n`, 16 * mib) }),
    refusal: null,
  },
  {
    name: 'classes by the million, deflated',
    bytes: () => scriptArchive({ __torch__: codeOf('class a\n', 16 * mib) }, { deflate: true }),
    refusal: /claims? to unpack|more than its length allows|the most that any file may have/,
  },
  {
    name: 'classes by the million, stored',
    bytes: () => scriptArchive({ __torch__: codeOf('class a\n', 16 * mib) }),
    refusal: tooMany,
  },
  {
    name: 'a line of 16 MiB without an end',
    bytes: () => scriptArchive({ __torch__: codeOf(' ', 16 * mib) }),
    refusal: null,
  },
  {
    name: 'a thousand files of code under names of 60,000 characters',
    bytes: () => {
      const names = Array.from({ length: 300 }, (_, i) => `${i}/${'n'.repeat(60_000)}`)
      return scriptArchive(Object.fromEntries(names.map((name) => [name, codeOf('class a\n', 8 * 1000)])))
    },
    refusal: tooMany,
  },
  ...[20, 100].flatMap((levels) =>
    [pickleBytes(int(1)), tensorPickle()].map((leaf, i) => ({
      name: `attribute dicts that double ${levels} levels deep, ${i === 0 ? 'with a number' : 'with a tensor'}`,
      bytes: () => scriptArchive({ __torch__: 'class M' }, { attributes: doublingModules(levels, leaf) }),
      refusal: tooMany,
    })),
  ),
  {
    name: 'a name of a mebibyte above 20,000 attributes',
    bytes: () =>
      scriptArchive(
        { __torch__: 'class M' },
        {
          attributes: pickleBytes(
            ...['}', text('n'.repeat(mib)), '}('],
            series(20_000, (i) => pickleBytes(text(`${i}`), int(i))),
            'us',
          ),
        },
      ),
    refusal: tooMany,
  },
]
