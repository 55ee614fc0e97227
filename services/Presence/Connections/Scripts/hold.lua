-- lease, duration of a claim, pause between two changes of a person, then (user, how)…
-- Answers 0, or 1, the claim, and whose change the caller announces; others do if it dies before.
local lease, claim, pause = ARGV[1], now + ARGV[2], tonumber(ARGV[3])
if not is_live(lease) then
  return {0}
end

local reply = {1, tostring(claim)}
for i = 4, #ARGV, 2 do
  local user = ARGV[i]
  redis.call('HSET', held(lease), user, ARGV[i + 1])
  redis.call('ZREM', leaving, user)
  redis.call('HDEL', seen, user)
  if settle(user) and claim_change(user, claim, pause) then
    reply[#reply + 1] = user
  end
end
return reply
