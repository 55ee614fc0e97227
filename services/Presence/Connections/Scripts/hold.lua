-- lease, duration of a claim, then (user, activity)…
-- Answers 0, or 1, the claim, and who just came online: the caller announces them, others do if it dies before.
local lease, claim = ARGV[1], now + ARGV[2]
if not is_live(lease) then
  return {0}
end

local reply = {1, tostring(claim)}
for i = 3, #ARGV, 2 do
  local user = ARGV[i]
  redis.call('HSET', held(lease), user, ARGV[i + 1])
  redis.call('ZREM', leaving, user)
  redis.call('HDEL', seen, user)
  if redis.call('SADD', online, user) == 1 then
    redis.call('ZADD', changes, claim, user)
    reply[#reply + 1] = user
  end
end
return reply
