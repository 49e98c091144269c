/** Mantine, dressed as Mangru: quiet, dense, one accent. */
import { ActionIcon, Button, createTheme, Menu, Modal, Select, TextInput, Tooltip } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'watch',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: 'var(--mg-font)',
  fontFamilyMonospace: 'var(--mg-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontWeight: '600' },
  colors: {
    // Mantine's greys of the dark scheme, tinted as our surfaces are.
    dark: [
      '#dbe2e8',
      '#c3ccd4',
      '#97a4af',
      '#71808c',
      '#3a4751',
      '#2c3740',
      '#1a2227',
      '#141a1e',
      '#10161a',
      '#0b0f12',
    ],
    watch: [
      '#e8f5f7',
      '#d3e9ec',
      '#a6d3d9',
      '#76bcc6',
      '#4fa8b5',
      '#3799a8',
      '#23808e',
      '#12606b',
      '#0d515b',
      '#05424b',
    ],
  },
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: { size: 'xs' } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', width: 'max-content', position: 'bottom-end' } }),
    Modal: Modal.extend({ defaultProps: { radius: 'md', centered: true } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, withArrow: true, fz: 12, events: { hover: true, focus: true, touch: false } },
    }),
  },
})
