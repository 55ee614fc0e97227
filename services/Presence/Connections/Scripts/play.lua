-- duration of a claim, pause between two changes of a person, user, game (empty to end it), how long it is shown
-- Answers 0 for who is not connected, or 1, the claim, and the user if the caller announces the change.
local claim, user = now + ARGV[1], ARGV[3]
if ARGV[4] == '' then
  redis.call('HDEL', games, user)
  redis.call('ZREM', game_ends, user)
elseif redis.call('HEXISTS', online, user) == 0 then
  return {0}
else
  redis.call('HSET', games, user, ARGV[4])
  redis.call('ZADD', game_ends, now + ARGV[5], user)
end

local reply = {1, tostring(claim)}
if settle(user) and claim_change(user, claim, tonumber(ARGV[2])) then
  reply[3] = user
end
return reply
