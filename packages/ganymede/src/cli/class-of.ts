/** Which class a word on the command line means. */

import { GanymedeError } from '@ganymede/core'
import { didYouMean } from '@ganymede/core/text'

const mostShown = 20

/**
 * Number of the class that a word names: by its name, or by its number from 0. Names come first, since folders of classes
 * may be called by numbers.
 *
 * @param classes  names of the classes; null for a model without
 * @throws GanymedeError `OPTION_INVALID` when there is no such class, or no classes at all
 */
export function classOf(word: string, classes: readonly string[] | null): number {
  if (classes === null) {
    throw new GanymedeError('OPTION_INVALID', `--label ${word}: this model has not learned classes`, {
      remedy: 'Leave out --label, or train a conditional system such as cgan on labelled images.',
    })
  }
  const named = classes.indexOf(word)
  if (named >= 0) return named
  if (/^\d+$/.test(word) && Number(word) < classes.length) return Number(word)
  const question = didYouMean(word, classes)
  const what = `--label ${word}: there is no such class`
  throw new GanymedeError('OPTION_INVALID', question === undefined ? what : `${what}. ${question}`, {
    lines: [
      ...classes.slice(0, mostShown).map((name, i) => `${i}  ${name}`),
      ...(classes.length > mostShown ? [`… and ${classes.length - mostShown} more`] : []),
    ],
    remedy: 'Name a class, or give its number.',
  })
}
