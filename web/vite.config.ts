import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

// The dev server stands in front of a running system: everything that is not the client goes to its gateway.
const gateway = process.env.GATEWAY_HTTP ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The gateway serves its wwwroot, so the built client lands there.
  build: { outDir: '../gateway/wwwroot', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: {
    port: Number(process.env.PORT ?? 5173),
    proxy: {
      '/api': gateway,
      '/.well-known': gateway,
      '/docs': gateway,
      '/hubs': { target: gateway, ws: true },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
