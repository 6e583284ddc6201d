/** Sheets, animations and films of pictures. */
export { animationEndings, writeAnimation } from './animation.js'
export { comfortableScale, comfortableSheetScale, enlargeWith } from './enlarge.js'
export { requireFilmEncoder } from './film.js'
export { afterGifColours, ownExif, toolkitName } from './own-mark.js'
export { addPngText, readPngText } from './png-chunks.js'
export { composeSheet, type EnlargingFilter, encodePng, type Picture, readSheet, readSheetCell } from './sheet.js'
