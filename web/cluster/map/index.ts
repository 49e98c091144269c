/** The door of the map view. */
export { ClusterMap } from './map.tsx'
