-- claim, then (user, digest of what was told, empty for offline)…
-- Answers who changed again since the claim: the announcement may have overtaken the newer one.
local overtaken = {}
for i = 2, #ARGV, 2 do
  local user, digest = ARGV[i], ARGV[i + 1]
  if redis.call('ZSCORE', changes, user) == ARGV[1] then
    redis.call('ZREM', changes, user)
    if digest == '' then
      redis.call('HDEL', shown, user)
    else
      redis.call('HSET', shown, user, digest)
    end
    -- Who is on the way out again needs it for the next announcement: the coming is confirmed after they left.
    if not redis.call('ZSCORE', leaving, user) then
      redis.call('HDEL', seen, user)
    end
  else
    overtaken[#overtaken + 1] = user
  end
end
return overtaken
