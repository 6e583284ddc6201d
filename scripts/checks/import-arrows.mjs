// @ts-check
/** Runs dependency-cruiser over the sources with the rules of `.dependency-cruiser.mjs`. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import configuration from '../../.dependency-cruiser.mjs'

/**
 * @param {string} root  a repository with `packages/<name>/src`
 * @returns {Promise<string[]>} one line per import that breaks a rule
 */
export async function findBrokenArrows(root) {
  const folders = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/src`)
  const { output } = await cruise(folders, {
    ...configuration.options,
    baseDir: root,
    validate: true,
    ruleSet: configuration,
    outputType: 'json',
  })
  /** @type {import('dependency-cruiser').ICruiseResult} */
  const result = typeof output === 'string' ? JSON.parse(output) : output
  const comments = new Map((configuration.forbidden ?? []).map(({ name, comment }) => [name, comment]))
  return result.summary.violations.map(({ from, to, rule, cycle }) => {
    const way = cycle === undefined ? `${from} → ${to}` : [from, ...cycle.map(({ name }) => name)].join(' → ')
    return `${way}\n    ${rule.name}: ${comments.get(rule.name) ?? ''}`
  })
}
