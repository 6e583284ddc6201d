// @ts-check
/**
 * The arrows of docs/architecture.md as rules: who may import whom. `npm run lint` checks them.
 * The order of `layers` is the order of the picture: each folder of the toolkit names what it may know.
 */

/** Folders of packages/ganymede/src, and the other folders that each may import, besides random/ and the single files. */
const layers = {
  random: [],
  nn: [],
  augment: [],
  data: [],
  metrics: ['nn'],
  interchange: ['nn'],
  train: ['nn', 'augment', 'data', 'metrics', 'interchange'],
  models: ['nn', 'train'],
  translate: ['nn', 'data', 'interchange', 'train', 'models'],
  doctor: ['nn', 'data', 'metrics', 'train'],
  report: ['train', 'doctor'],
  export: ['nn', 'data', 'metrics', 'train'],
}

/** Files beside the folders that every folder may import. */
const singleFiles = ['counted', 'errors', 'given-options', 'temporary-name', 'text-file', 'version']

const toolkit = '^packages/ganymede/src'

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const layerRules = Object.entries(layers).map(([folder, known]) => ({
  name: `${folder}-knows-only`,
  comment: `${folder}/ may import ${[folder, ...known, 'random'].join(', ')}, ${singleFiles.join('.ts, ')}.ts and packages, nothing else`,
  severity: 'error',
  from: { path: `${toolkit}/${folder}/`, pathNot: `${toolkit}/models/registry\\.ts$` },
  to: {
    path: toolkit,
    pathNot: `${toolkit}/((${[folder, ...known, 'random'].join('|')})/|(${singleFiles.join('|')})\\.ts$)`,
  },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
const configuration = {
  forbidden: [
    ...layerRules,
    {
      name: 'torch-knows-nothing-of-ours',
      comment: 'the engine is below everything',
      severity: 'error',
      from: { path: '^packages/torch/' },
      to: { path: '^packages/(?!torch/)' },
    },
    {
      name: 'models-are-strangers',
      comment:
        'a model folder never imports another: what two share lives in train/ or nn/, or in the families image-gan/ and image-to-image/',
      severity: 'error',
      from: { path: `${toolkit}/models/([^/]+)/` },
      to: { path: `${toolkit}/models/`, pathNot: `${toolkit}/models/($1|image-gan|image-to-image)/` },
    },
    {
      name: 'commands-are-the-top',
      comment: 'only the entry points know the commands',
      severity: 'error',
      from: { path: toolkit, pathNot: `${toolkit}/(commands/|cli\\.ts$|index\\.ts$)` },
      to: { path: `${toolkit}/(commands/|cli\\.ts$|index\\.ts$)` },
    },
    {
      name: 'no-deep-imports',
      comment: 'another package is imported by its name: only its entry points are public',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/' },
      to: {
        path: '^packages/[^/]+/',
        pathNot: [
          '^packages/$1/',
          '^packages/[^/]+/dist/(index|reading)\\.(d\\.ts|js)$',
          '^packages/[^/]+/src/(index|reading)\\.ts$',
        ],
      },
    },
    {
      name: 'no-cycles',
      comment: 'modules that need one another are one module or three; types may refer to one another',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'the file or package does not exist',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'only-declared-packages',
      comment: "what a package's sources import stands in the dependencies of its package.json",
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'deprecated'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}

export default configuration
