import { send, sendForFile, type Call } from '../api/http';
import { Problem } from '../api/problem';
import { showAgain } from './reauthentication';
import { accessToken, replaceToken } from './session';

type Options = Omit<Call, 'token'>;

/** An HTTP call as the signed-in person. */
export function call<T>(path: string, options: Options = {}): Promise<T> {
  return asMe((token) => send<T>(path, { ...options, token }));
}

export function callForFile(path: string, options: Options = {}): Promise<Blob> {
  return asMe((token) => sendForFile(path, { ...options, token }));
}

/**
 * A refused token is renewed once. A change for which the session is not fresh enough waits for the person to show again who
 * they are, then it is repeated.
 */
async function asMe<T>(act: (token: string) => Promise<T>): Promise<T> {
  const token = await accessToken();
  try {
    return await act(token);
  } catch (error) {
    const { status, code } = Problem.of(error);
    // A wrong password is 401 too, and must not be tried a second time.
    if (status === 401 && code.startsWith('auth.')) {
      return act(await replaceToken(token));
    }
    if (status === 403 && code === 'reauthentication.required') {
      await showAgain();
      return act(await accessToken());
    }
    throw error;
  }
}
