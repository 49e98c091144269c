/** Boards that come with Mangru: CloudWatch dashboard JSON, made for a language, a region and a currency's price. */
export { type Preset, type PresetOptions, presetBody, presets } from './presets.ts'
