import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/problem';
import { App } from './app/App';
import { Failsafe } from './app/Failsafe';
import './design/theme.css';
import { takeLink } from './links/link';
import { LinkPage } from './links/LinkPage';
import { startSession } from './session/session';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // Trying again helps when the server was away, not when it said no.
      retry: (failures, error) => failures < 3 && Problem.of(error).passing,
    },
  },
});

const link = takeLink();
if (!link) {
  void startSession();
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Failsafe>
      <QueryClientProvider client={queries}>
        {link ? <LinkPage link={link} /> : <App />}
      </QueryClientProvider>
    </Failsafe>
  </StrictMode>,
);
