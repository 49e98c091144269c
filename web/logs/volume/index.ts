/** The door of the volume histogram; the chart itself is loaded by the panel when it is first drawn. */
export { VolumePanel } from './panel.tsx'
