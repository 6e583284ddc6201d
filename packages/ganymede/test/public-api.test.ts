/**
 * The names that `@ganymede/toolkit` exports, and what each is: a change shows up here and is a decision.
 *
 * After a wanted change: npx vitest run packages/ganymede/test/public-api.test.ts -u
 */
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { patience } from '../../../test/setup/patience.js'

const index = fileURLToPath(new URL('../src/index.ts', import.meta.url))

/** `class Adam`, `function adam`, `interface System`: sorted, one line each. */
function exportedNames(): string[] {
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
    types: ['node'],
  })
  const checker = program.getTypeChecker()
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!)!
  return checker
    .getExportsOfModule(module)
    .map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      return `${kindOf(symbol)} ${exported.name}`
    })
    .sort()
}

function kindOf({ flags }: ts.Symbol): string {
  if (flags & ts.SymbolFlags.Class) return 'class'
  if (flags & ts.SymbolFlags.Function) return 'function'
  if (flags & ts.SymbolFlags.Interface) return 'interface'
  return flags & ts.SymbolFlags.TypeAlias ? 'type' : 'const'
}

// The compiler reads all sources: a minute on a busy machine.
test('exported names are those of the snapshot', { timeout: patience(180_000) }, async () => {
  await expect(`${exportedNames().join('\n')}\n`).toMatchFileSnapshot('fixtures/public-api.txt')
})
