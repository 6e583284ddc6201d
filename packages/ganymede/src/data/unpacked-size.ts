/** How much a compressed file may unpack to, decided before anything is unpacked. */

/** No deflate stream expands further. */
const DEFLATE_LIMIT = 1032

/**
 * The limits of `read-budget.ts` in @ganymede/torch, said again because nothing here loads that package; a test holds the
 * two together. What is small may unpack as it likes, larger content so many times: photographs reach 2, drawings and
 * digits 20.
 */
export const unpackLimits = { freeBytes: 2 ** 24, perByte: 200 } as const

/**
 * @param bytes        claimed once unpacked
 * @param storedBytes  as they lie in the file
 * @throws Error saying what is claimed and why it is not believed
 */
export function requirePlausible(bytes: number, storedBytes: number): void {
  if (bytes > (storedBytes + 8) * DEFLATE_LIMIT) {
    throw new Error(`claims ${bytes} bytes from ${storedBytes}, which no deflate stream gives`)
  }
  if (bytes > Math.max(unpackLimits.freeBytes, storedBytes * unpackLimits.perByte)) {
    throw new Error(`unpacks ${storedBytes} bytes to ${bytes}, more than ${unpackLimits.perByte} times as many`)
  }
}
