/**
 * Remedies fitted to the command that failed. They are written where things go wrong, in code that serves many commands, and
 * name options that not all of them have.
 */

// Not inside a word, and not the hyphens of a name like `a--b`.
const optionPattern = /(?<![\w-])--[a-z][a-z0-9-]*/g

/** Options that a text names, in its order. Those of a whole command line (`ganymede data check --pairs`) are not counted. */
export function optionsNamedIn(text: string): string[] {
  return [...text.replace(/\bganymede [a-z].*$/gm, '').matchAll(optionPattern)].map(([name]) => name)
}

/**
 * Leaves out of a remedy what names an option that the command lacks.
 *
 * @param flags  options of the command, with their hyphens
 * @returns the alternatives that remain; empty when none does
 * @example
 * fittingRemedy('Mend the files, or go on without them with --skip-bad.', ['--json'])   // 'Mend the files.'
 */
export function fittingRemedy(remedy: string, flags: readonly string[]): string {
  const known = new Set(flags)
  const fits = (text: string): boolean => optionsNamedIn(text).every((name) => known.has(name))
  return remedy
    .split('\n')
    .map((line) =>
      line
        .split(/(?<=[.!?]) (?=[A-Z])/)
        .map((sentence) => (fits(sentence) ? sentence : fittingSentence(sentence, fits)))
        .filter((sentence) => sentence !== '')
        .join(' '),
    )
    .filter((line) => line !== '')
    .join('\n')
}

function fittingSentence(sentence: string, fits: (text: string) => boolean): string {
  const between = sentence.includes(', or ') ? ', or ' : ' or '
  const kept = sentence.replace(/[.]$/, '').split(between).filter(fits).join(between)
  return kept === '' ? '' : `${kept.slice(0, 1).toUpperCase()}${kept.slice(1)}.`
}
