/** Commands that are printed to be copied: whole, and as a shell takes them. */

/** A command and what it is for. */
export interface TypedCommand {
  readonly command: string
  readonly text: string
}

/** How this program was called. */
export function programName(environment: NodeJS.ProcessEnv = process.env): string {
  // Under npm and npx the program is not on the shell's path.
  return environment.npm_command === undefined ? 'ganymede' : 'npx ganymede'
}

/** A word as a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/**
 * What one does with a trained model first.
 *
 * @param reference  the run, as a shell takes it
 * @param isTranslation  whether its system makes pictures from pictures
 */
export function pictureCommands(
  reference: string,
  { isTranslation }: { readonly isTranslation: boolean },
): TypedCommand[] {
  const program = programName()
  return isTranslation
    ? [{ command: `${program} translate ${reference} <pictures>`, text: 'a file or folder of your own' }]
    : [
        { command: `${program} sample ${reference}`, text: 'new pictures' },
        { command: `${program} interpolate ${reference}`, text: 'a walk from picture to picture' },
      ]
}
