/** The declarations of both packages as a program sees them whose compiler looks into libraries too. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { patience } from '../../../test/setup/patience.js'

const packages = fileURLToPath(new URL('../../', import.meta.url))

function declarations(name: string): string[] {
  const dist = `${packages}${name}/dist/`
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => dist + file)
}

// The compiler reads the declarations of all dependencies as well: most of a minute on a busy machine.
test('compile without skipLibCheck', { timeout: patience(180_000) }, () => {
  const files = [...declarations('torch'), ...declarations('ganymede')]
  expect(files.length).toBeGreaterThan(300)
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node'],
  })
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, code, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1
    return `${file?.fileName}:${line} TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
  expect(problems).toEqual([])
})
