/** Numbers, counts and names in the words of messages and pages. */
export { counted } from './counted.js'
export { errnoReason, errnoText } from './errno-text.js'
export { itemsText } from './item-counts.js'
export { didYouMean, nearestName } from './nearest-name.js'
export { bytesText, duration, grouped, shortNumber, sparkline, stepsText } from './number-text.js'
