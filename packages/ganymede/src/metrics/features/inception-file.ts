/** The network behind the FID that papers print, by what tells its file from others of the name. */

/** Usual name of the file. */
export const inceptionFile = 'inception-2015-12-05.pt'

/** How to measure with it, as part of a sentence. */
export const inceptionText = `the Inception network of 2015-12-05: --features ${inceptionFile}, the file whose SHA-256 begins with 6726825d`
