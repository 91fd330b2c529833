/** Becoming a member of a listed room. */
import type { ILobbyClient } from '../../core/api';
import { useTask } from './useCommand';

export interface IJoin {
  busy: boolean;
  refusal: string | null;
  join: () => Promise<void>;
}

export function useJoin(lobby: ILobbyClient, room: string, onJoined: () => void): IJoin {
  const { busy, refusal, attempt } = useTask();
  const join = async (): Promise<void> => {
    const joined = await attempt(async () => {
      await lobby.joinRoom(room);
      return true;
    });
    if (joined) {
      onJoined();
    }
  };
  return { busy, refusal, join };
}
