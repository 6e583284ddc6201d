/** Pictures as bytes: rasters, crops, resampling. */
export { resizeBicubic } from './bicubic.js'
export {
  type ChannelCount,
  checkerboardAt,
  cutHalves,
  cutWindow,
  inThreeColours,
  type Raster,
  type Window,
  withChannels,
} from './raster.js'
export { resampleImage } from './resample.js'
export {
  type Background,
  copyImage,
  dimensionsOf,
  type Fit,
  type ImageSize,
  type ImageTransform,
  placementOf,
} from './transforms.js'
