/** Generative image models in TypeScript: configuration, training, runs, pictures, data. */
export {
  type Config,
  type DataChoice,
  type DataKind,
  type DcganInput,
  dcgan,
  defineConfig,
  type ImagesInput,
  images,
  type ModelChoice,
  type TrainInput,
} from './config/define-config.js'
