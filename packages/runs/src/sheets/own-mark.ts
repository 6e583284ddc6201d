/** How pictures say that Ganymede wrote them: the name of the program in their metadata (PNG text, EXIF, GIF comment). */

/** What pictures say about the program that wrote them. */
export const toolkitName = 'Ganymede'

/** EXIF for JPEG and WebP files, in the form that the image library takes. */
export function ownExif(about?: string): { IFD0: Record<string, string> } {
  return { IFD0: { Software: toolkitName, ...(about === undefined ? {} : { ImageDescription: about }) } }
}

/** A GIF file with a comment in front of its first picture that says who wrote it (GIF 89a, section 24). */
export function withGifComment(gif: Uint8Array): Uint8Array {
  const at = afterGifColours(gif)
  const text = Buffer.from(toolkitName)
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), text, Buffer.from([0])])
  return Buffer.concat([gif.subarray(0, at), comment, gif.subarray(at)])
}

/** Where the blocks of a GIF file begin: behind its header and the colours of all its frames. */
export function afterGifColours(gif: Uint8Array): number {
  const flags = gif[10] ?? 0
  return 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
}
