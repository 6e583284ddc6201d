export { counted } from './counted.js'
export { itemsText } from './item-counts.js'
export { didYouMean, nearestName } from './nearest-name.js'
export { bytesText, duration, grouped, shortNumber, sparkline, stepsText } from './number-text.js'
