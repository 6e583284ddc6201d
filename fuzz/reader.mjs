// @ts-check
/** What the fuzzer has to know of a reader. One small file each in `readers/`. */

/**
 * @typedef {object} Reader
 * @property {string} name
 * @property {string} file  name of the input within its folder; the reader may tell the format by it
 * @property {readonly string[]} codes  codes of the errors with which the reader refuses a file
 * @property {() => Promise<readonly Uint8Array[]>} samples  small valid files; the first is the one that costs are compared with
 * @property {(draws: import('./draws.mjs').Draws, samples: readonly Uint8Array[]) => Uint8Array} hostile
 *   a file made by the rules of the format, to harm: deep, wide, shared, overlapping, lying about lengths
 * @property {(file: string) => unknown} read  reads the file and everything in it; runs in the child process
 * @property {(folder: string) => void} [surround]  puts beside the input what the reader expects there
 */

export {}
