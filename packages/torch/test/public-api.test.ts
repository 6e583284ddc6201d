/**
 * The public interface as a file: a change of an exported name or signature shows up there and is a decision.
 *
 * After a wanted change: npx vitest run packages/torch/test/public-api.test.ts -u
 */
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const index = fileURLToPath(new URL('../dist/index.d.ts', import.meta.url))

/** Declarations without comments, private and internal members, on one line each. */
function publicDeclarations(): string[] {
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
    types: ['node'],
  })
  const checker = program.getTypeChecker()
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!)!
  const lines: string[] = []
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    const declarations = (symbol.declarations ?? []).filter(
      // The generated operators follow from their list; the methods that they add to Tensor too.
      (declaration) => !declaration.getSourceFile().fileName.includes('ops.generated'),
    )
    for (const declaration of declarations) {
      const whole = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
      lines.push(`${exported.name}: ${printed(whole)}`)
    }
  }
  return lines.sort((a, b) => (a < b ? -1 : 1))
}

const printer = ts.createPrinter({ removeComments: true })

function printed(node: ts.Node): string {
  const source = node.getSourceFile()
  if (ts.isClassDeclaration(node)) {
    const heading = `class ${node.name?.text}${(node.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`).join('')}`
    return [heading, ...node.members.filter(isPublic).map((member) => `    ${oneLine(member, source)}`)].join('\n')
  }
  return oneLine(node, source)
}

function oneLine(node: ts.Node, source: ts.SourceFile): string {
  return printer.printNode(ts.EmitHint.Unspecified, node, source).replace(/\s+/g, ' ')
}

function isPublic(member: ts.ClassElement): boolean {
  if (ts.isPropertyDeclaration(member) && ts.isPrivateIdentifier(member.name)) return false
  if (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) return false
  return ts.getJSDocTags(member).every((tag) => tag.tagName.text !== 'internal')
}

test('exported names and signatures are those of the snapshot', async () => {
  await expect(`${publicDeclarations().join('\n')}\n`).toMatchFileSnapshot('fixtures/public-api.txt')
})
