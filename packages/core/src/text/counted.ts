/** How many there are, in words: with the noun in the right number, whatever the count. */

/**
 * `1 thread`, `4 812 images`, `0 classes`.
 *
 * @param one   the noun for one
 * @param many  the noun for any other count; default: with an `s`
 */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** Whole numbers with thin groups: `20 000`. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ')
}
