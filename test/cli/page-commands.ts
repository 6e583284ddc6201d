/** Commands and code of a page of the documents, as a reader would type them. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

function blocks(page: string, language: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(`../../${page}`, import.meta.url)), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  )
}

/**
 * Words behind `npx ganymede` of each command in a block without a language, in order.
 *
 * @param page  path from the root of the repository
 */
export function commandsOf(page: string): string[][] {
  return blocks(page, '')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('npx ganymede '))
    .map((line) =>
      line
        .replace(/ +#.*$/, '')
        .split(' ')
        .slice(2),
    )
}

/** Blocks of TypeScript. */
export function codeOf(page: string): string[] {
  return blocks(page, 'ts')
}
