/** How much a compressed file may unpack to, decided before anything is unpacked. */

import { readLimits } from '@ganymede/core/reading'

/** No deflate stream expands further. */
const DEFLATE_LIMIT = 1032

/**
 * @param bytes        claimed once unpacked
 * @param storedBytes  as they lie in the file
 * @throws Error saying what is claimed and why it is not believed
 */
export function requirePlausible(bytes: number, storedBytes: number): void {
  if (bytes > (storedBytes + 8) * DEFLATE_LIMIT) {
    throw new Error(`claims ${bytes} bytes from ${storedBytes}, which no deflate stream gives`)
  }
  if (bytes > Math.max(readLimits.freeUnpackedBytes, storedBytes * readLimits.unpackedPerByte)) {
    throw new Error(`unpacks ${storedBytes} bytes to ${bytes}, more than ${readLimits.unpackedPerByte} times as many`)
  }
}
