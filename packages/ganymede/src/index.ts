/** Ganymede: generative image models in TypeScript. Networks, data, training, runs, pictures. */

export { type ErrorCode, errorCatalogue, GanymedeError } from '@ganymede/core'
export { CounterRandom, deriveSeed, latentFromSeed, slerp, type WalkOptions, walkLatents } from '@ganymede/core/random'
export { openRun, RunReader } from '@ganymede/runs/folder'
export type { Picture } from '@ganymede/runs/sheets'
export { type CreateRunOptions, createRun } from './api/create-run.js'
export { type EvaluateOptions, evaluate, evaluateFolders, evaluatePairs } from './api/evaluate.js'
export { type LoadedModel, type LoadModelOptions, loadModel } from './api/load-model.js'
export {
  type LoadTranslatorOptions,
  loadTranslator,
  type PictureTranslator,
  type TranslatedInput,
  type TranslatePicturesOptions,
} from './api/load-translator.js'
export type { ImagePixels, MadePicture, SaveOptions } from './api/made-picture.js'
export {
  type AdversarialPartsInput,
  type CganInput,
  type CycleganInput,
  type CycleganPartsInput,
  cgan,
  cyclegan,
  type DcganInput,
  dcgan,
  type GanInput,
  gan,
  type ImageGanInput,
  lsgan,
  type Pix2pixInput,
  type Pix2pixPartsInput,
  pix2pix,
  r1,
  useSystem,
  type VaeInput,
  vae,
  wgan,
  wganGp,
} from './api/model-builders.js'
export type { OwnRun } from './api/own-run.js'
export type { OwnCheckpoint, OwnSampleOptions } from './api/own-run-content.js'
export { type ResumeOptions, resume } from './api/resume.js'
export { type ResumeRunOptions, resumeRun } from './api/resume-run.js'
export { type Run, type TrainOptionsFromCode, train } from './api/train.js'
export { type AdaptiveAugmentOptions, adaptiveAugment } from './augment/adaptive-augment.js'
export { type DiffAugmentOptions, diffAugment } from './augment/diff-augment.js'
export { StrengthControl, type StrengthControlOptions } from './augment/strength-control.js'
export { checkDataset } from './data/check/check.js'
export type { DataInfo, Dataset, OpenDatasetOptions } from './data/dataset.js'
export { type ImageBatch, Loader, type LoaderOptions, type LoaderState } from './data/loader.js'
export { openDataset } from './data/open-dataset.js'
export type { PairMaking } from './data/pairs/make-pair.js'
export { prepareDataset } from './data/prepare.js'
export type { ReadInputOptions } from './inference/made-input.js'
export type { OpenModel } from './inference/open-model.js'
export type { PictureInput } from './inference/picture-files.js'
export type { TileOptions } from './inference/tiles/tile-options.js'
export type { TranslationWay } from './inference/translate-image.js'
export type { TranslatedPicture, Translator } from './inference/translator.js'
export type { TranslatorOptions } from './inference/translator-options.js'
export { type ClassReport, classReport, conditionalAccuracy } from './metrics/class-report.js'
export { ConfusionMatrix, type LabelScores } from './metrics/confusion.js'
export type { FeatureBatch, FeatureNetwork } from './metrics/features/feature-network.js'
export { openFeatureNetwork } from './metrics/features/open-features.js'
export { type FrechetDistance, fid, frechetDistance } from './metrics/fid.js'
export { type InceptionScore, inceptionScore } from './metrics/inception-score.js'
export { type Kid, type KidOptions, kid, squaredMmd } from './metrics/kid.js'
export { type LpipsDistances, lpipsDistances, lpipsInput } from './metrics/lpips.js'
export { msSsim, msSsimDiversity } from './metrics/ms-ssim.js'
export { memorisation, nearestNeighbours, neighbourRadii } from './metrics/nearest-neighbours.js'
export { type PathLengthModel, perceptualPathLength } from './metrics/path-length.js'
export { type PrecisionRecall, precisionRecall, realism } from './metrics/precision-recall.js'
export { type Psnr, psnr } from './metrics/psnr.js'
export { sampleDiversity, sifid } from './metrics/sifid.js'
export { slicedWassersteinFeatures, unitDirections } from './metrics/sliced-wasserstein.js'
export { type Ssim, ssim } from './metrics/ssim.js'
export {
  type BootstrapOptions,
  bootstrapInterval,
  type MetricInterval,
  meanInterval,
} from './metrics/support/bootstrap.js'
export { type CardComparison, cardDifferences, compareCards } from './metrics/support/compare-cards.js'
export { fidInterval, inceptionScoreInterval, kidInterval } from './metrics/support/feature-intervals.js'
export {
  type CovarianceConvention,
  FeatureStatistics,
  type GaussianStatistics,
  gaussianStatistics,
} from './metrics/support/feature-statistics.js'
export { ColourCounter, type LabelColour, NearestLabel, parseLabelColours } from './metrics/support/label-colours.js'
export {
  cardText,
  type MetricCard,
  type MetricCardFields,
  makeCard,
  parseCard,
} from './metrics/support/metric-card.js'
export { type Quantisation, toMetricBytes } from './metrics/support/quantise.js'
export { readStatistics, type StatisticsFile, writeStatistics } from './metrics/support/statistics-file.js'
export { slicedWasserstein } from './metrics/swd.js'
export { ImagePool, type PoolDraws } from './models/cyclegan/image-pool.js'
export { DcganDiscriminator, DcganGenerator } from './models/dcgan/networks.js'
export { type InitialisationName, initialiseTranslation } from './models/image-to-image/initialisation.js'
export type { TranslationNorm } from './models/image-to-image/normalisation.js'
export { PatchDiscriminator, type PatchDiscriminatorOptions } from './models/image-to-image/patch-discriminator.js'
export { PixelDiscriminator } from './models/image-to-image/pixel-discriminator.js'
export { ResnetGenerator, type ResnetGeneratorOptions } from './models/image-to-image/resnet-generator.js'
export { UnetGenerator, type UnetGeneratorOptions } from './models/image-to-image/unet.js'
export { findSystem, listSystems, registerSystem } from './models/registry.js'
export { type VaeTestLoss, VaeTestMeter, type VaeTestOptions } from './models/vae/test-loss.js'
export { type EmaOptions, ExponentialMovingAverage, emaDecay } from './nn/ema.js'
export {
  type InferenceLayout,
  inferenceLayout,
  PreparedNetwork,
  type PreparedNetworkOptions,
} from './nn/inference/prepared-network.js'
export {
  constant_,
  kaimingNormal_,
  kaimingUniform_,
  normal_,
  ones_,
  orthogonal_,
  uniform_,
  xavierNormal_,
  xavierUniform_,
  zeros_,
} from './nn/init.js'
export { initialiseLayers } from './nn/init-layers.js'
export {
  ELU,
  GELU,
  GLU,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  Mish,
  PReLU,
  ReLU,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  Tanh,
} from './nn/layers/activations.js'
export { BatchNorm, withFrozenStatistics } from './nn/layers/batch-norm.js'
export { ConvTranspose2d } from './nn/layers/conv-transpose2d.js'
export { Conv2d } from './nn/layers/conv2d.js'
export { Dropout, Dropout2d } from './nn/layers/dropout.js'
export { Embedding } from './nn/layers/embedding.js'
export { GroupNorm } from './nn/layers/group-norm.js'
export { InstanceNorm2d } from './nn/layers/instance-norm.js'
export { LayerNorm } from './nn/layers/layer-norm.js'
export { Linear } from './nn/layers/linear.js'
export { ReflectionPad2d, ReplicationPad2d, ZeroPad2d } from './nn/layers/padding.js'
export { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from './nn/layers/pooling.js'
export { Flatten, Identity, Unflatten, View } from './nn/layers/shape.js'
export { spectralNorm } from './nn/layers/spectral-norm.js'
export { interpolate, PixelShuffle, PixelUnshuffle, Upsample } from './nn/layers/upsample.js'
export { channelsLast, isChannelsLast, toChannelsLast } from './nn/memory-format.js'
export { type Layer, type LoadReport, Module, type StateDict } from './nn/module.js'
export { adam } from './nn/optim/adam.js'
export { adamw } from './nn/optim/adamw.js'
export { clampParameters, clipGradNorm, gradNorm } from './nn/optim/clip.js'
export { lazyAdam } from './nn/optim/lazy-adam.js'
export { Optimizer, type OptimizerState } from './nn/optim/optimizer.js'
export { Plateau, type PlateauOptions, type PlateauState } from './nn/optim/plateau.js'
export { rmsprop } from './nn/optim/rmsprop.js'
export {
  checkSchedule,
  constantSchedule,
  cosineDecay,
  exponentialDecay,
  linearDecay,
  scheduleFactor,
  stepDecay,
  warmUp,
} from './nn/optim/schedule.js'
export { sgd } from './nn/optim/sgd.js'
export { ModuleList, Sequential } from './nn/sequential.js'
export {
  type Config,
  type DataChoice,
  type DataKind,
  type DomainsInput,
  defineConfig,
  domains,
  type ImagesInput,
  images,
  type ModelChoice,
  type PairsInput,
  pairs,
  type TrainInput,
} from './options/define-config.js'
export type { AuxiliaryLoss, PhaseContext } from './systems/contract/auxiliary-loss.js'
export type { NetworkFactory } from './systems/contract/replaced-parts.js'
export type {
  DataShape,
  DecodeRequest,
  RandomStreams,
  RealBatch,
  SampleContext,
  StateContext,
  StepContext,
  System,
  View as SystemView,
  ViewImages,
  ViewRequest,
} from './systems/contract/system.js'
export { joinStates, type SavedState, type SystemState } from './systems/contract/system-state.js'
export {
  type AdversarialLoss,
  type DiscriminatorLoss,
  hinge,
  leastSquares,
  nonSaturating,
  saturating,
  wasserstein,
} from './systems/losses/adversarial.js'
export { draganPenalty, gradientPenalty, squaredSlope } from './systems/losses/gradient-penalty.js'
export { objectiveOptions, objectiveOptionsWith } from './systems/losses/objective-options.js'
export { objectiveParts, objectiveState } from './systems/losses/objective-parts.js'
export type { AdversarialParts } from './systems/steps/adversarial-parts.js'
export { adversarialStep } from './systems/steps/adversarial-step.js'
export { toolkitVersion } from './toolkit-version.js'
export type { TrainResult } from './training/start-training.js'
export type {
  CheckpointEvent,
  FindingEvent,
  MetricEvent,
  NoteEvent,
  ProbeEvent,
  RunEvent,
  SampleEvent,
  ScalarsEvent,
  StatusEvent,
} from './training/watch/run-event.js'
export { type FileFacts, type InspectOptions, inspectFile } from './weights/inspect-file.js'
export type { TensorFacts, TensorStats } from './weights/tensor-facts.js'
