/** How many items a data set has, in words: what counts as one depends on what a system learns from. */
import { counted } from './counted.js'
import { grouped } from './number-text.js'

/** What is known of a data set of two domains; see `DomainFacts`. */
export interface CountedDomains {
  readonly items: 'pairs' | 'unpaired'
  /** Images of the input and of the target. */
  readonly counts: readonly number[]
}

/** `4 812 images`, `400 pairs`, `995 + 1 019 images`. */
export function itemsText(count: number, domains: CountedDomains | undefined): string {
  if (domains === undefined) return counted(count, 'image')
  if (domains.items === 'pairs') return counted(count, 'pair')
  return `${domains.counts.map((each) => grouped(each)).join(' + ')} images`
}
