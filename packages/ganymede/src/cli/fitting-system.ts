/** Which system fits data that were named without one. */
import { existsSync, readdirSync } from 'node:fs'

/** A system's name, and why it fits. */
export interface FittingSystem {
  readonly system: string
  readonly why: string
}

/** Folders of two domains, and of pairs, as their authors name them. */
const layouts: readonly (FittingSystem & { readonly folders: readonly [string, string] })[] = [
  { folders: ['trainA', 'trainB'], system: 'cyclegan', why: 'cyclegan, for two kinds of pictures, trainA and trainB' },
  { folders: ['A', 'B'], system: 'pix2pix', why: 'pix2pix, for pairs, A and B' },
]

const usual: FittingSystem = { system: 'dcgan', why: 'dcgan, which learns to make pictures like these' }

/** @returns undefined for what is no data, such as a misspelt name of a system */
export function fittingSystem(data: string): FittingSystem | undefined {
  if (data.startsWith('builtin:')) return usual
  if (!existsSync(data)) return undefined
  const names = namesIn(data)
  // Where C comes after A and B they are classes of letters.
  if (names.includes('C')) return usual
  return layouts.find(({ folders }) => folders.every((name) => names.includes(name))) ?? usual
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // A file, or what cannot be looked into: whoever reads it says so.
    return []
  }
}
