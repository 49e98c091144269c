/** The door of the drawer. */
export { Drawer } from './drawer.tsx'
