import { send, type Call } from '../api/http';
import { Problem } from '../api/problem';
import { accessToken, replaceToken } from './session';

/** An HTTP call as the signed-in person. A refused token is renewed once. */
export async function call<T>(path: string, options: Omit<Call, 'token'> = {}): Promise<T> {
  const token = await accessToken();
  try {
    return await send<T>(path, { ...options, token });
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      return send<T>(path, { ...options, token: await replaceToken(token) });
    }
    throw error;
  }
}
