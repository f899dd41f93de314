import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The browser's Host and Origin reach the server unchanged: it checks Origin, and cookies belong to Host. */
const server = { target: `http://localhost:${process.env.PORT ?? 3000}`, changeOrigin: false }

export default defineConfig({
  plugins: [tanstackRouter({ target: 'react' }), react(), tailwindcss()],
  server: {
    port: Number(process.env.WEB_PORT ?? 5173),
    strictPort: true,
    proxy: { '/api': server, '/trpc': server },
  },
})
